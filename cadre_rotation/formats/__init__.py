"""How this installation reads and shows dates, where Django's own Vietnamese locale gets it wrong."""
