"""Commands about decisions: other people's words for a grade or a route, why a unit went where it went, and policies
before they go live. Responsible for options and exit codes."""

from typing import Annotated

import typer

from station.terminal import config, fail


def register(app: typer.Typer) -> None:
    """Adds the commands to a station's."""
    app.command()(crosswalk)


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

    walk, lang = crossing.load_crosswalk(), _lang(lang)
    if to and to not in walk.targets:
        fail(texts.say(lang, "crosswalk.unknown", name=to, known=", ".join(walk.targets)), 2)
    chosen = [walk.targets[to]] if to else list(walk.targets.values())
    if csv:
        lines = crossing.as_csv(chosen)
    else:
        lines = crossing.one(lang, chosen[0]) if to else crossing.overview(lang, walk, category)
    for line in lines:
        print(line)
