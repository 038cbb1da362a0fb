"""修改痕迹: what changed between texts, who wrote each passage, and where a passage went. Plain values, no tables."""
