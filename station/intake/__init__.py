"""The import room: files of other systems become reference values. It writes nothing itself but the file of refused
rows."""
