"""Commands about decisions: other people's words for a grade or a route, why a unit went where it went, and policies
before they go live. Responsible for options and exit codes."""

from typing import Annotated

import typer

from station.deciding.policy_cli import policy
from station.terminal import config, fail, journal


def register(app: typer.Typer) -> None:
    """Adds the commands to a station's."""
    app.command()(crosswalk)
    app.command()(why)
    app.add_typer(policy, name="policy")


def _lang(lang: str) -> str:
    return lang or config().lang


def crosswalk(
    to: Annotated[str, typer.Option(help="One list only, whole: ebay, amazon_listing, shopify, x12_1292 …")] = "",
    category: Annotated[str, typer.Option(help="The product category that the first table shows.")] = "electronics",
    csv: Annotated[bool, typer.Option("--csv", help="Every case, for programs.")] = False,
    lang: str = "",
) -> None:
    """Shows our grades and routes in the words of marketplaces, shop systems, EDI, recyclers and GS1."""
    from station import texts
    from station.deciding import crossing
    from station.rules import load_rules

    walk, lang = crossing.load_crosswalk(), _lang(lang)
    if to and to not in walk.targets:
        fail(texts.say(lang, "crosswalk.unknown", name=to, known=", ".join(walk.targets)), 2)
    chosen = [walk.targets[to]] if to else list(walk.targets.values())
    if csv:
        lines = crossing.as_csv(chosen)
    else:
        lines = (
            crossing.one(lang, chosen[0])
            if to
            else crossing.overview(lang, walk, crossing.family(load_rules(), category))
        )
    for line in lines:
        print(line)


def why(
    identifier: Annotated[str, typer.Argument(help="Licence plate, serial, tracking number, or its last characters.")],
    whole: Annotated[
        bool, typer.Option("--all", help="Tells of its labels and of its names in other systems, too.")
    ] = False,
    lang: str = "",
) -> None:
    """Tells everything that led to where a unit is, and what else could have been done with it."""
    from station import finding, texts
    from station.deciding import asking, telling
    from station.deciding.books import rulebook

    path, settings = journal(), config()
    lang = lang or settings.lang
    units = asking.meant(path, identifier)
    if not units:
        fail(texts.say(lang, "account.nothing", text=finding.printable(identifier)))
    if len(units) > asking.MOST:
        print(texts.say(lang, "account.many", n=texts.number(lang, len(units))))
        for unit in units:
            print(f"  {unit.lpn or unit.serial or unit.id}")
        raise typer.Exit(1)
    for n, (told, reads) in enumerate(
        asking.accounts(path, rulebook(path, settings.home, *(unit.policy for unit in units)), units)
    ):
        manner = telling.Manner(lang, settings.tz, asking.naming(reads, settings), whole)
        print("\n" * bool(n) + "\n".join(telling.lines(manner, told)))
