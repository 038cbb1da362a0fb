"""A fictional city at work: 云州市. Everything in it is invented and comes out the same for the same seed."""
