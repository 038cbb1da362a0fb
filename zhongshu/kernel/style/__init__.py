"""The style page: sample content from the fictional 云州市 for every component. Only a demonstration shows it."""
