"""What the machine does of projects later or at night."""

from projects.jobs.simulations import render_simulation

__all__ = ["render_simulation"]
