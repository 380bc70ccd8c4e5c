"""Runs in blabel's own Python: a line of texts in, one label as PDF, its size out; until the input ends."""

import logging
import sys

from blabel import LabelWriter

logging.disable(logging.CRITICAL)
STYLE = """
@page { width: 101.6mm; height: 152.4mm; margin: 3mm }
* { font-family: DejaVu Sans; font-size: 4mm } .route { background: black; color: white; font-size: 12mm }
.position { font-size: 14mm; text-align: center; font-weight: bold } img.c { width: 90mm; height: 30mm }
img.m { width: 30mm } .lpn { font-size: 5mm; text-align: center; font-weight: bold }
"""
TEMPLATE = """
<div class="route">{{ t[2] }}</div><div class="position">{{ t[3] }}</div><hr/>
<img class="m" src="{{ label_tools.datamatrix(t[1], cellsize=4) }}"/>
<p>{{ t[4] }}</p><p>{{ t[5] }} {{ t[6] }}</p><p>{{ t[7] }} {{ t[8] }}</p><hr/>
<p>{{ t[9] }} {{ t[10] }}</p><p>{{ t[11] }} {{ t[12] }}</p>
<img class="c" src="{{ label_tools.barcode(t[0], barcode_class='code128', fmt='svg') }}"/>
<div class="lpn">{{ t[13] }}</div>
"""


def main() -> None:
    """Templates and styles are read once, as its handbook has it."""
    from weasyprint import CSS

    writer = LabelWriter(item_template=TEMPLATE, default_stylesheets=(CSS(string=STYLE),))
    for line in sys.stdin:
        pdf = writer.write_labels([{"t": line.rstrip("\n").split("\t")}])
        print(len(pdf), flush=True)


main()
