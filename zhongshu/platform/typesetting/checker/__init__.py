"""The geometry checker: measures any PDF against GB/T 9704-2012. Shares no code with the layout engine or the writers."""
