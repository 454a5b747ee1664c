"""The local AWS emulator: MiniStack in this process, with the repairs of `patches/` applied to it."""
