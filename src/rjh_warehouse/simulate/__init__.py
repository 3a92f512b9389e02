"""A simulated region: deliveries as a region's systems would export them, with the truth about them.

Everything simulated says so in its origin. The same settings give the same files, byte for byte.
"""

from rjh_warehouse.simulate.run import SimulationReport, simulate
from rjh_warehouse.simulate.settings import FAULT_KINDS, SimulationSettings

__all__ = ["FAULT_KINDS", "SimulationReport", "SimulationSettings", "simulate"]
