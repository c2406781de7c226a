"""Reinforcement of the drawing policy: prefix GRPO with middle returns (NextFlow 3.2.5; VAR RL Done Right)."""
