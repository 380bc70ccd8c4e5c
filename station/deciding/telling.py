"""An account of a unit in words, in the language of who asks: `returns-station why`. Responsible for words and their
order only; what is told stands in account.py."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from station import texts
from station.deciding.account import QUIET, Account
from station.deciding.columns import columns
from station.deciding.happened import happened
from station.deciding.replaying import BY_HAND
from station.domain.apply import CARE_FAILED
from station.domain.policy import ROUTES
from station.domain.routing import Option
from station.finding import printable

Named = Callable[[str, str], str]
"""(type, id) -> what people call it: an operator's name, a tote's code, a product's title."""
SHORT = 12
"""Characters of a hash that are shown."""


class Manner(Struct, frozen=True):
    """How to tell: language, time zone, names, and whether labels are told of, too."""

    lang: str
    tz: str
    named: Named
    whole: bool = False

    def say(self, key: str, **args: object) -> str:
        """A text of the catalogue."""
        return texts.say(self.lang, f"account.{key}", **args)

    def word(self, prefix: str, word: str) -> str:
        """The text behind prefix and word; the word itself where there is none."""
        return texts.say(self.lang, f"{prefix}.{word}") if texts.has(self.lang, f"{prefix}.{word}") else word

    def money(self, minor: int, currency: str) -> str:
        """An amount; plain where nobody knows the currency."""
        return texts.money(self.lang, minor, currency) if currency else texts.number(self.lang, minor)


_BLANKS = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})


def lines(manner: Manner, told: Account) -> Iterator[str]:
    """The account, most important things first; every character can be shown."""
    return (printable(line.translate(_BLANKS)) for line in _lines(manner, told))


def _lines(manner: Manner, told: Account) -> Iterator[str]:
    yield _title(manner, told)
    rows = [row for part in (_where, _why, _match, _condition, _worth, _policy) for row in part(manner, told)]
    yield from columns(rows, indent="  ")
    if told.options:
        yield from ("", f"  {manner.say('options')}", *_options(manner, told))
    yield from ("", f"  {manner.say('happened')}", *_happened(manner, told))
    if told.elsewhere and manner.whole:
        yield from ("", f"  {manner.say('elsewhere')}", *_elsewhere(manner, told))


def sections(manner: Manner, told: Account, *, money: bool) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """The same as (heading, rows of label and value), for a screen; money: who asks may see it."""
    parts = (_where, _why, _match, _condition, *((_worth,) if money else ()), _policy)
    yield _shown(_title(manner, told)), tuple(_clean(row for part in parts for row in part(manner, told)))
    if money and told.options:
        ways = ((_way(manner, one.route, one.channel), manner.money(one.net, told.currency)) for one in told.options)
        yield manner.say("options"), tuple(_clean(ways))
    past = ((row[1], " · ".join(filter(None, row[3:1:-1]))) for row in _past(manner, told))
    yield manner.say("happened"), tuple(_clean(past))


def _clean(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((_shown(label), _shown(value)) for label, value in rows)


def _shown(text: str) -> str:
    return printable(text.translate(_BLANKS))


def _title(manner: Manner, told: Account) -> str:
    unit, product = told.unit, told.product
    plate = " ".join(unit.lpn[i : i + 4] for i in (0, 4, 8)) if unit.lpn else unit.id
    what = f"{product.title} ({product.sku})" if product else texts.say(manner.lang, "label.unknown_product")
    pieces = f"{texts.number(manner.lang, unit.quantity)} × " if unit.quantity != 1 else ""
    merchant = manner.named("merchant", unit.merchant) if unit.merchant else ""
    return " · ".join(filter(None, (plate, f"{pieces}{what}", merchant, unit.serial)))


Rows = Iterator[tuple[str, str]]


def _where(manner: Manner, told: Account) -> Rows:
    unit = told.unit
    stage = texts.say(manner.lang, f"find.stage.{unit.stage}")
    way = _way(manner, unit.route, unit.channel) if unit.route else ""
    yield manner.say("is"), ", ".join(filter(None, (way, stage, told.place)))
    if unit.hold:
        yield "", manner.say("held", reason=manner.word("hold", unit.hold.reason), due=_moment(manner, unit.hold.due),
                             decider=manner.word("decider", unit.hold.decider),
                             default=_decision(manner, unit.hold.default))  # fmt: skip
    if unit.danger:
        yield "", manner.word("danger", unit.danger)


def _decision(manner: Manner, word: str) -> str:
    """What a hold ends in: a route, or a word of its own."""
    return manner.word("route" if word in ROUTES else "decision", word)


def _way(manner: Manner, route: str, channel: str) -> str:
    said = manner.word("route", route)
    return f"{said} ({manner.word('channel', channel)})" if channel else said


def _why(manner: Manner, told: Account) -> Rows:
    unit = told.unit
    if not unit.route:
        yield manner.say("because"), manner.say("not_routed" if unit.grade else "not_graded")
        return
    label = manner.say("because")
    for reason in unit.reasons or (unit.rule,):
        yield label, manner.word("why", reason)
        label = ""
    if unit.rule and unit.rule not in BY_HAND:
        yield "", manner.say("rule", rule=unit.rule) + _seq(told, "unit.routed")
    if told.now and told.now.route != unit.route and unit.rule not in BY_HAND:
        yield "", manner.say("now_differs", way=_way(manner, told.now.route, told.now.channel))


def _match(manner: Manner, told: Account) -> Rows:
    unit = told.unit
    line = manner.named("line", unit.line) if unit.line else ""
    said = ", ".join(filter(None, (manner.word("row", unit.match), line)))
    yield manner.say("match"), said + _seq(told, "unit.identified")


def _condition(manner: Manner, told: Account) -> Rows:
    unit = told.unit
    if not unit.grade:
        return
    found = [manner.word("crosswalk.function", unit.function), manner.say("looks", cosmetic=unit.cosmetic),
             manner.word("crosswalk.complete", unit.completeness),
             *(_flag(manner, f) for f in unit.flags)]  # fmt: skip
    yield (
        manner.say("grade"),
        f"{manner.word('grade', unit.grade)}: {', '.join(filter(None, found))}" + _seq(told, "unit.graded"),
    )
    for one in told.answers:
        mark = manner.say("caused") if one.caused else ""
        seq = f"  #{one.seq}" if one.seq else ""
        answer = manner.word(f"check.{one.question}", one.answer)
        yield "", f"{manner.word('check', one.question)} {answer}{f'  {mark}' if mark else ''}{seq}"
    if told.rule:
        yield "", manner.say("grade_rule", rule=told.rule)


def _flag(manner: Manner, flag: str) -> str:
    """What the checklist tells, or the care that failed."""
    task = flag.removeprefix(CARE_FAILED)
    return manner.word("flag", flag) if task == flag else manner.say("care_failed", task=manner.word("care", task))


def _worth(manner: Manner, told: Account) -> Rows:
    """Nothing of a unit that has no route: what it would bring stands among the ways."""
    if told.now is None or not told.unit.route:
        return
    net = getattr(told.unit, "net", None)
    net = told.now.net if net is None and told.now.route == told.unit.route else net
    if net is None:
        no_price = not (told.product and told.product.price)
        yield manner.say("worth"), manner.say("no_price" if no_price else "by_rule")
    else:
        yield manner.say("worth"), manner.say("net", money=manner.money(net, told.currency))
    if told.now.next_best:
        way = _way(manner, told.now.next_best, told.now.next_channel)
        money = "" if told.now.next_net is None else f", {manner.money(told.now.next_net, told.currency)}"
        yield "", manner.say("second", way=way) + money


def _policy(manner: Manner, told: Account) -> Rows:
    name = f"{told.policy} {told.hash[:SHORT]}".strip() or manner.say("no_policy")
    how = "in_force" if told.in_force else "older" if told.known else "unknown_policy"
    yield manner.say("policy"), f"{name}, {manner.say(how)}" if told.hash else name


def _options(manner: Manner, told: Account) -> Iterator[str]:
    keys = ("way", "value", "recovery", "fees", "handling", "holding", "days", "net_head")
    head = ["", *(manner.say(f"option.{key}") for key in keys)]
    rows = [["→" if _taken(told, one) else "", *_cells(manner, one, told.currency)] for one in told.options]
    yield from columns([head, *rows], right=range(2, 9), indent="    ")


def _taken(told: Account, one: Option) -> bool:
    return (one.route, one.channel) == (told.unit.route, told.unit.channel)


def _cells(manner: Manner, one: Option, currency: str) -> list[str]:
    def money(minor: int) -> str:
        return manner.money(minor, currency)

    permille = texts.permille(manner.lang, one.permille)
    return [_way(manner, one.route, one.channel), money(one.value), permille, money(one.fees),
            money(one.handling), money(one.holding), texts.number(manner.lang, one.days), money(one.net)]  # fmt: skip


def _happened(manner: Manner, told: Account) -> Iterator[str]:
    rows = _past(manner, told)
    if rows:
        yield from columns(rows, right=(0,), indent="    ")


def _past(manner: Manner, told: Account) -> list[list[str]]:
    """Each fact: its number, when, who, what."""
    shown = [f for f in told.facts if manner.whole or not f.kind.startswith(QUIET)]
    rows = []
    for fact in shown:
        said = happened(manner.lang, fact, manner.named)
        approver = manner.say("approved", name=manner.named("operator", fact.approver)) if fact.approver else ""
        undone = manner.say("undone") if fact.id in told.undone else ""
        who = manner.named("operator", fact.operator) if fact.operator else ""
        rows.append([f"#{fact.seq}", _moment(manner, fact.at), who, ", ".join(filter(None, (said, approver, undone)))])
    return rows


def _elsewhere(manner: Manner, told: Account) -> Iterator[str]:
    """What other systems call it."""
    rows = [(title, mapped.code, mapped.name) for title, mapped in told.elsewhere if mapped.code]
    yield from columns(rows, indent="    ")
    for title, mapped in told.elsewhere:
        if mapped.why:
            why = texts.say(manner.lang, f"crosswalk.why.{mapped.why}")
            yield f"    {title}: {manner.say('none', why=why)}"


def _seq(told: Account, kind: str) -> str:
    """The fact that stands for this."""
    found = [fact.seq for fact in told.facts if fact.kind == kind and fact.id not in told.undone]
    return f"  #{found[-1]}" if found else ""


def _moment(manner: Manner, at: str) -> str:
    """A UTC text in the site's time; as it stands where it is no time."""
    try:
        return texts.moment(manner.lang, datetime.fromisoformat(at).astimezone(ZoneInfo(manner.tz)), "medium")
    except ValueError:
        return at
