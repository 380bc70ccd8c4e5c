"""Faults: killed processes, full disks, broken lines, old copies. The station and all around it are the real ones."""
