"""End to end: the real window over the real station, simulated devices, a real tracking service; and the demo."""
