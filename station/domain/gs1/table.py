"""The application identifiers of GS1 as data, and the rule that each line stands for. Facts of the GS1 General
Specifications (sections 3 and 4.14: formats, titles, required and forbidden associations) and of the GS1 Digital Link
standard (keys and their qualifiers). Kept as text and read when the first GS1 code is seen."""

import re
from functools import cache, lru_cache

from msgspec import Struct


class Part(Struct, frozen=True):
    """One component of a value. signs: n digits, x the 82 characters of GS1, y its 39, z base 64 for file names;
    least and most: its length; checks: names in `checks`; may_miss: nothing need be there."""

    signs: str
    least: int
    most: int
    checks: tuple[str, ...]
    may_miss: bool


class Rule(Struct, frozen=True):
    """What holds for one identifier. fixed: no separator follows; attribute: may stand in a Digital Link's query;
    needs: for each demand the groups of which one must be there; bars: identifiers (patterns with n) that must not;
    paths: the qualifiers, in order, that may follow it as the key of a Digital Link (None: it is no key)."""

    ai: str
    title: str
    parts: tuple[Part, ...]
    shape: re.Pattern[str]
    width: int
    fixed: bool
    attribute: bool
    needs: tuple[tuple[str, ...], ...]
    bars: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...] | None


CLASSES = {
    "n": "0-9",
    "x": "!\"%&'()*+,\\-./0-9:;<=>?A-Z_a-z",
    "y": "#\\-/0-9A-Z",
    "z": "\\-0-9A-Z_a-z=",
}
"""Characters of each kind of component, as in a class of a regular expression."""


def _parts(spec: str) -> tuple[Part, ...]:
    """`n3:country?*4` stands for four such components in a row."""
    pairs = [text.partition("*") for text in spec.split()]
    return tuple(_part(text) for text, _, times in pairs for _ in range(int(times or 1)))


def _part(text: str) -> Part:
    spec, *checks = text.rstrip("?").split(":")
    variable = spec[1] == "-"
    most = int(spec[2:] if variable else spec[1:])
    return Part(spec[0], 1 if variable else most, most, tuple(checks), text.endswith("?"))


def _shape(parts: tuple[Part, ...]) -> re.Pattern[str]:
    """One group for each component; bounded repetitions of one class each, so it is linear. What may miss is taken
    as long as there is text."""
    pieces = [f"([{CLASSES[p.signs]}]{{{p.least},{p.most}}}){'?' if p.may_miss else ''}" for p in parts]
    return re.compile("".join(pieces), re.ASCII)


def rules_of(line: str) -> list[Rule]:
    """The rules that one line of the table stands for."""
    ais, title, spec, marks, *rest = (column.strip() for column in line.split("|"))
    words = [column.split() for column in rest]
    parts = _parts(spec)
    needs = tuple(tuple(w[1:]) for w in words if w[0] == "needs")
    bars = tuple(ai for w in words if w[0] == "bars" for ai in w[1:])
    keys = [w[1:] for w in words if w[0] == "key"]
    paths = tuple(tuple(path.split(">")) for path in keys[0]) or ((),) if keys else None
    width = sum(p.most for p in parts)
    first, _, last = ais.partition("-")
    named = [str(n).zfill(len(first)) for n in range(int(first), int(last or first) + 1)]
    shape, fixed, attribute = _shape(parts), "fixed" in marks, "attr" in marks
    return [Rule(ai, title, parts, shape, width, fixed, attribute, needs, bars, paths) for ai in named]


@cache
def lines() -> dict[str, str]:
    """Every identifier with the line of the table that it stands in."""
    found: dict[str, str] = {}
    for line in TABLE.strip().splitlines():
        first, _, last = line.partition(" ")[0].partition("-")
        found |= {str(n).zfill(len(first)): line for n in range(int(first), int(last or first) + 1)}
    return found


@cache
def widths() -> dict[str, int]:
    """How many digits an identifier has, by its first two."""
    return {ai[:2]: len(ai) for ai in lines()}


@lru_cache(maxsize=1024)
def rule_of(ai: str) -> Rule | None:
    """The rule of an identifier, made when it is first asked for; None where there is no such one."""
    line = lines().get(ai)
    return next(rule for rule in rules_of(line) if rule.ai == ai) if line else None


def rule_at(text: str, at: int) -> Rule | None:
    """The rule of the identifier that stands there."""
    width = widths().get(text[at : at + 2])
    return rule_of(text[at : at + width]) if width else None


TABLE = """
00 | SSCC | n18:check:prefix2 | fixed attr | key
01 | GTIN | n14:check:prefix2 | fixed attr | bars 255 37 | key 22>10>21 235
02 | CONTENT | n14:check:prefix2 | fixed attr | bars 01 03 | needs 37
03 | MTO GTIN | n14:check:prefix2 | fixed | bars 01 02 37 235
10 | BATCH/LOT | x-20 | attr | needs 01 02 03 8006 8026
11 | PROD DATE | n6:day0 | fixed attr | needs 01 02 03 8006 8026
12 | DUE DATE | n6:day0 | fixed attr | needs 8020
13 | PACK DATE | n6:day0 | fixed attr | needs 01 02 03 8006 8026
15 | BEST BEFORE or BEST BY | n6:day0 | fixed attr | needs 01 02 03 8006 8026
16 | SELL BY | n6:day0 | fixed attr | needs 01 02 03 8006 8026
17 | USE BY or EXPIRY | n6:day0 | fixed attr | needs 01 02 03 255 8006 8026
20 | VARIANT | n2 | fixed attr | needs 01 02 03 8006 8026
21 | SERIAL | x-20 | - | needs 01 03 8006 | bars 235
22 | CPV | x-20 | - | needs 01
235 | TPX | x-28 | - | needs 01
240 | ADDITIONAL ID | x-30 | attr | needs 01 02 03 8006 8026
241 | CUST. PART No. | x-30 | attr | needs 01 02 03 8006 8026
242 | MTO VARIANT | n-6 | attr | needs 01 02 8006 8026
243 | PCN | x-20 | attr | needs 01 03
250 | SECONDARY SERIAL | x-30 | attr | needs 01+21 03+21 8006+21
251 | REF. TO SOURCE | x-30 | attr | needs 01 03 8006
253 | GDTI | n13:check:prefix x-17? | attr | key
254 | GLN EXTENSION COMPONENT | x-20 | - | needs 414
255 | GCN | n13:check:prefix n-12? | attr | key | bars 01 02 415 8006 8020 8026
30 | VAR. COUNT | n-8 | attr | needs 01 02
3100-3105 | NET WEIGHT (kg) | n6 | fixed attr | needs 01 02 | bars 310n
3110-3115 | LENGTH (m) | n6 | fixed attr | needs 01 02 | bars 311n
3120-3125 | WIDTH (m) | n6 | fixed attr | needs 01 02 | bars 312n
3130-3135 | HEIGHT (m) | n6 | fixed attr | needs 01 02 | bars 313n
3140-3145 | AREA (m²) | n6 | fixed attr | needs 01 02 | bars 314n
3150-3155 | NET VOLUME (l) | n6 | fixed attr | needs 01 02 | bars 315n
3160-3165 | NET VOLUME (m³) | n6 | fixed attr | needs 01 02 | bars 316n
3200-3205 | NET WEIGHT (lb) | n6 | fixed attr | needs 01 02 | bars 320n
3210-3215 | LENGTH (in) | n6 | fixed attr | needs 01 02 | bars 321n
3220-3225 | LENGTH (ft) | n6 | fixed attr | needs 01 02 | bars 322n
3230-3235 | LENGTH (yd) | n6 | fixed attr | needs 01 02 | bars 323n
3240-3245 | WIDTH (in) | n6 | fixed attr | needs 01 02 | bars 324n
3250-3255 | WIDTH (ft) | n6 | fixed attr | needs 01 02 | bars 325n
3260-3265 | WIDTH (yd) | n6 | fixed attr | needs 01 02 | bars 326n
3270-3275 | HEIGHT (in) | n6 | fixed attr | needs 01 02 | bars 327n
3280-3285 | HEIGHT (ft) | n6 | fixed attr | needs 01 02 | bars 328n
3290-3295 | HEIGHT (yd) | n6 | fixed attr | needs 01 02 | bars 329n
3300-3305 | GROSS WEIGHT (kg) | n6 | fixed attr | needs 00 01 | bars 330n
3310-3315 | LENGTH (m), log | n6 | fixed attr | needs 00 01 | bars 331n
3320-3325 | WIDTH (m), log | n6 | fixed attr | needs 00 01 | bars 332n
3330-3335 | HEIGHT (m), log | n6 | fixed attr | needs 00 01 | bars 333n
3340-3345 | AREA (m²), log | n6 | fixed attr | needs 00 01 | bars 334n
3350-3355 | VOLUME (l), log | n6 | fixed attr | needs 00 01 | bars 335n
3360-3365 | VOLUME (m³), log | n6 | fixed attr | needs 00 01 | bars 336n
3370-3375 | KG PER m² | n6 | fixed attr | needs 01 | bars 337n
3400-3405 | GROSS WEIGHT (lb) | n6 | fixed attr | needs 00 01 | bars 340n
3410-3415 | LENGTH (in), log | n6 | fixed attr | needs 00 01 | bars 341n
3420-3425 | LENGTH (ft), log | n6 | fixed attr | needs 00 01 | bars 342n
3430-3435 | LENGTH (yd), log | n6 | fixed attr | needs 00 01 | bars 343n
3440-3445 | WIDTH (in), log | n6 | fixed attr | needs 00 01 | bars 344n
3450-3455 | WIDTH (ft), log | n6 | fixed attr | needs 00 01 | bars 345n
3460-3465 | WIDTH (yd), log | n6 | fixed attr | needs 00 01 | bars 346n
3470-3475 | HEIGHT (in), log | n6 | fixed attr | needs 00 01 | bars 347n
3480-3485 | HEIGHT (ft), log | n6 | fixed attr | needs 00 01 | bars 348n
3490-3495 | HEIGHT (yd), log | n6 | fixed attr | needs 00 01 | bars 349n
3500-3505 | AREA (in²) | n6 | fixed attr | needs 01 02 | bars 350n
3510-3515 | AREA (ft²) | n6 | fixed attr | needs 01 02 | bars 351n
3520-3525 | AREA (yd²) | n6 | fixed attr | needs 01 02 | bars 352n
3530-3535 | AREA (in²), log | n6 | fixed attr | needs 00 01 | bars 353n
3540-3545 | AREA (ft²), log | n6 | fixed attr | needs 00 01 | bars 354n
3550-3555 | AREA (yd²), log | n6 | fixed attr | needs 00 01 | bars 355n
3560-3565 | NET WEIGHT (tr oz) | n6 | fixed attr | needs 01 02 | bars 356n
3570-3575 | NET VOLUME (oz) | n6 | fixed attr | needs 01 02 | bars 357n
3600-3605 | NET VOLUME (qt (US)) | n6 | fixed attr | needs 01 02 | bars 360n
3610-3615 | NET VOLUME (gal.) | n6 | fixed attr | needs 01 02 | bars 361n
3620-3625 | VOLUME (qt (US)), log | n6 | fixed attr | needs 00 01 | bars 362n
3630-3635 | VOLUME (gal (US)), log | n6 | fixed attr | needs 00 01 | bars 363n
3640-3645 | NET VOLUME (in³) | n6 | fixed attr | needs 01 02 | bars 364n
3650-3655 | NET VOLUME (ft³) | n6 | fixed attr | needs 01 02 | bars 365n
3660-3665 | NET VOLUME (yd³) | n6 | fixed attr | needs 01 02 | bars 366n
3670-3675 | VOLUME (in³), log | n6 | fixed attr | needs 00 01 | bars 367n
3680-3685 | VOLUME (ft³), log | n6 | fixed attr | needs 00 01 | bars 368n
3690-3695 | VOLUME (yd³), log | n6 | fixed attr | needs 00 01 | bars 369n
37 | COUNT | n-8 | attr | needs 00+02 00+8026
3900-3909 | AMOUNT | n-15 | attr | needs 255 8020 | bars 390n 391n 394n 8111
3910-3919 | AMOUNT | n3:currency n-15 | attr | needs 8020 | bars 391n
3920-3929 | PRICE | n-15 | attr | needs 01+30 01+31nn 01+32nn 01+35nn 01+36nn | bars 392n 393n
3930-3939 | PRICE | n3:currency n-15 | attr | needs 30 31nn 32nn 35nn 36nn | bars 393n
3940-3943 | PRCNT OFF | n4 | attr | needs 255 | bars 394n 8111
3950-3955 | PRICE/UoM | n6 | attr | needs 30 31nn 32nn 35nn 36nn | bars 392n 393n 395n 8005
400 | ORDER NUMBER | x-30 | attr
401 | GINC | x-30:prefix | attr | key
402 | GSIN | n17:check:prefix | attr | key
403 | ROUTE | x-30 | attr | needs 00
410 | SHIP TO LOC | n13:check:prefix | fixed attr
411 | BILL TO | n13:check:prefix | fixed attr
412 | PURCHASE FROM | n13:check:prefix | fixed attr
413 | SHIP FOR LOC | n13:check:prefix | fixed attr
414 | LOC No. | n13:check:prefix | fixed attr | key 254 7040
415 | PAY TO | n13:check:prefix | fixed attr | needs 8020 | key 8020
416 | PROD/SERV LOC | n13:check:prefix | fixed attr
417 | PARTY | n13:check:prefix | fixed attr | key 7040
420 | SHIP TO POST | x-20 | attr | bars 421
421 | SHIP TO POST | n3:country x-9 | attr | bars 4307
422 | ORIGIN | n3:country | attr | needs 01 02 03 8006 8026 | bars 426
423 | COUNTRY - INITIAL PROCESS | n3:country n3:country?*4 | attr | needs 01 02 03 | bars 426
424 | COUNTRY - PROCESS | n3:country | attr | needs 01 02 03 | bars 426
425 | COUNTRY - DISASSEMBLY | n3:country n3:country?*4 | attr | needs 01 02 03 | bars 426
426 | COUNTRY - FULL PROCESS | n3:country | attr | needs 01 02 03
427 | ORIGIN SUBDIVISION | x-3 | attr | needs 01+422 02+422 03+422
4300 | SHIP TO COMP | x-35:percent | attr | needs 00
4301 | SHIP TO NAME | x-35:percent | attr | needs 00
4302 | SHIP TO ADD1 | x-70:percent | attr | needs 00
4303 | SHIP TO ADD2 | x-70:percent | attr | needs 4302
4304 | SHIP TO SUB | x-70:percent | attr | needs 00
4305 | SHIP TO LOC | x-70:percent | attr | needs 00
4306 | SHIP TO REG | x-70:percent | attr | needs 00
4307 | SHIP TO COUNTRY | x2:alpha2 | attr | needs 00
4308 | SHIP TO PHONE | x-30 | attr | needs 00
4309 | SHIP TO GEO | n10:latitude n10:longitude | attr | needs 00
4310 | RTN TO COMP | x-35:percent | attr | needs 00
4311 | RTN TO NAME | x-35:percent | attr | needs 00
4312 | RTN TO ADD1 | x-70:percent | attr | needs 00
4313 | RTN TO ADD2 | x-70:percent | attr | needs 4312
4314 | RTN TO SUB | x-70:percent | attr | needs 00
4315 | RTN TO LOC | x-70:percent | attr | needs 00
4316 | RTN TO REG | x-70:percent | attr | needs 00
4317 | RTN TO COUNTRY | x2:alpha2 | attr | needs 00
4318 | RTN TO POST | x-20 | attr | needs 00
4319 | RTN TO PHONE | x-30 | attr | needs 00
4320 | SRV DESCRIPTION | x-35:percent | attr | needs 00
4321 | DANGEROUS GOODS | n1:yesno | attr | needs 00
4322 | AUTH TO LEAVE | n1:yesno | attr | needs 00
4323 | SIG REQUIRED | n1:yesno | attr | needs 00
4324 | NOT BEF DEL DT | n6:day0 n4:time | attr | needs 00
4325 | NOT AFT DEL DT | n6:day0 n4:time | attr | needs 00
4326 | REL DATE | n6:day | attr | needs 00
4330 | MAX TEMP F. | n6 x1:minus? | attr | needs 00 | bars 4331
4331 | MAX TEMP C. | n6 x1:minus? | attr | needs 00 | bars 4330
4332 | MIN TEMP F. | n6 x1:minus? | attr | needs 00 | bars 4333
4333 | MIN TEMP C. | n6 x1:minus? | attr | needs 00 | bars 4332
7001 | NSN | n13 | attr | needs 01 02 8006 8026
7002 | MEAT CUT | x-30 | attr | needs 01 02
7003 | EXPIRY TIME | n6:day n4:time | attr | needs 01 02 03
7004 | ACTIVE POTENCY | n-4 | attr | needs 01+10 03+10
7005 | CATCH AREA | x-12 | attr | needs 01 02
7006 | FIRST FREEZE DATE | n6:day | attr | needs 01 02
7007 | HARVEST DATE | n6:day n6:day? | attr | needs 01 02
7008 | AQUATIC SPECIES | x-3 | attr | needs 01 02
7009 | FISHING GEAR TYPE | x-10 | attr | needs 01 02
7010 | PROD METHOD | x-2 | attr | needs 01 02 03
7011 | TEST BY DATE | n6:day n4:time? | attr | needs 01 02 03
7020 | REFURB LOT | x-20 | attr | needs 01+416 03+416 8006+416
7021 | FUNC STAT | x-20 | attr | needs 01 03 8006
7022 | REV STAT | x-20 | attr | needs 01+7021 03+7021 8006+7021
7023 | GIAI - ASSEMBLY | x-30:prefix | attr
7030 | PROCESSOR # 0 | n3:country999 x-27 | attr | needs 01 02
7031 | PROCESSOR # 1 | n3:country999 x-27 | attr | needs 01 02
7032 | PROCESSOR # 2 | n3:country999 x-27 | attr | needs 01 02
7033 | PROCESSOR # 3 | n3:country999 x-27 | attr | needs 01 02
7034 | PROCESSOR # 4 | n3:country999 x-27 | attr | needs 01 02
7035 | PROCESSOR # 5 | n3:country999 x-27 | attr | needs 01 02
7036 | PROCESSOR # 6 | n3:country999 x-27 | attr | needs 01 02
7037 | PROCESSOR # 7 | n3:country999 x-27 | attr | needs 01 02
7038 | PROCESSOR # 8 | n3:country999 x-27 | attr | needs 01 02
7039 | PROCESSOR # 9 | n3:country999 x-27 | attr | needs 01 02
7040 | UIC+EXT | n1 x1 x1 x1:importer | -
7041 | UFRGT UNIT TYPE | x-4:package | - | needs 00
710 | NHRN PZN | x-20 | attr | needs 01
711 | NHRN CIP | x-20 | attr | needs 01
712 | NHRN CN | x-20 | attr | needs 01
713 | NHRN DRN | x-20 | attr | needs 01
714 | NHRN AIM | x-20 | attr | needs 01
715 | NHRN NDC | x-20 | attr | needs 01
716 | NHRN AIC | x-20 | attr | needs 01
717 | NHRN SRN | x-20 | attr | needs 01
7230 | CERT # 1 | x2 x-28 | attr | needs 01 8004
7231 | CERT # 2 | x2 x-28 | attr | needs 01 8004
7232 | CERT # 3 | x2 x-28 | attr | needs 01 8004
7233 | CERT # 4 | x2 x-28 | attr | needs 01 8004
7234 | CERT # 5 | x2 x-28 | attr | needs 01 8004
7235 | CERT # 6 | x2 x-28 | attr | needs 01 8004
7236 | CERT # 7 | x2 x-28 | attr | needs 01 8004
7237 | CERT # 8 | x2 x-28 | attr | needs 01 8004
7238 | CERT # 9 | x2 x-28 | attr | needs 01 8004
7239 | CERT # 10 | x2 x-28 | attr | needs 01 8004
7240 | PROTOCOL | x-20 | attr | needs 01 8006 | bars 03
7241 | AIDC MEDIA TYPE | n2:medium | attr | needs 8017 8018
7242 | VCN | x-25 | attr | needs 8017 8018
7250 | DOB | n8:longday | attr | needs 8018 | bars 7251
7251 | DOB TIME | n8:longday n4:time | attr | needs 8018 | bars 7250
7252 | BIO SEX | n1:sex | attr | needs 8018
7253 | FAMILY NAME | x-40:percent | attr | needs 8017 8018 | bars 7256 7259
7254 | GIVEN NAME | x-40:percent | attr | needs 8017 8018 | bars 7256 7259
7255 | SUFFIX | x-10 | attr | needs 8017 8018 | bars 7256 7259
7256 | FULL NAME | x-90:percent | attr | needs 8017 8018
7257 | PERSON ADDR | x-70:percent | attr | needs 8018
7258 | BIRTH SEQUENCE | x3:sequence | attr | needs 8018+7259
7259 | BABY | x-40:percent | attr | needs 8018 | bars 7256
8001 | DIMENSIONS | n4:nonzero n5:nonzero n3:nonzero n1:winding n1 | attr | needs 01
8002 | CMT No. | x-20 | attr
8003 | GRAI | n1:zero n13:check:prefix x-16? | attr | key
8004 | GIAI | x-30:prefix | attr | key 7040
8005 | PRICE PER UNIT | n6 | attr | needs 01 02
8006 | ITIP | n14:check:prefix2 n4:pieces | attr | bars 01 03 37 | key 22>10>21
8007 | IBAN | x-34:iban | attr | needs 415
8008 | PROD TIME | n6:day n2:hour n2:minute? n2:second? | attr | needs 01 02 03
8009 | OPTSEN | x-50 | attr | needs 00 01 03
8010 | CPID | y-30:prefix | attr | key 8011
8011 | CPID SERIAL | n-12:unpadded | - | needs 8010
8012 | VERSION | x-20 | attr | needs 01 03 8006
8013 | GMN | x-25:pair:prefix | attr | key
8014 | MUDI | x-25:pair:prefix:letter | - | needs 01
8017 | GSRN - PROVIDER | n18:check:prefix | attr | bars 8018 | key 8019
8018 | GSRN - RECIPIENT | n18:check:prefix | attr | bars 8017 | key 8019
8019 | SRIN | n-10 | - | needs 8017 8018
8020 | REF No. | x-25 | - | needs 415
8026 | ITIP CONTENT | n14:check:prefix2 n4:pieces | attr | needs 37 | bars 02 03 8006
8030 | DIGSIG | z-90 | attr | needs 00 01+21 03+21 253 255 8003 8004 8006+21 8010+8011 8017 8018
8040 | IMEI | n15 | - | needs 01+21
8041 | IMEI2 | n15 | - | needs 01+21+8040
8042 | ESIM | n32 | - | needs 01+21+8040
8043 | PSIM | n18 n-2? | - | needs 01+21+8040
8110 | - | x-70:coupon | attr
8111 | POINTS | n4 | attr | needs 255
8112 | - | x-70:offer | attr
8200 | PRODUCT URL | x-70 | - | needs 01
90 | INTERNAL | x-30 | attr
91-99 | INTERNAL | x-90 | attr
"""
# AI(s) | title | components | marks | needs, bars, key
