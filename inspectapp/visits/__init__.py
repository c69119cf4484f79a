"""A visit 检查: who goes where and why, the arrival, and every question with its answer."""
