"""Writes charge limits of electrodes, in decimals of 60 digits, as CSV on standard output.

Beside the rules in ChargeLimits.java, and sharing nothing with them.
"""

import random
from decimal import ROUND_FLOOR, Decimal, getcontext

getcontext().prec = 60
PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494")


def row(diameter, density, derate):
    area = PI * (Decimal(diameter) * Decimal("1e-4") / 2) ** 2  # cm²
    reversible = area * density * derate / 100 * 1_000_000  # pC
    shannon = (Decimal(10) ** Decimal("1.5") * area).sqrt() * 1_000_000  # pC
    whole = [str(int(value.to_integral_value(ROUND_FLOOR))) for value in (reversible, shannon)]
    return ",".join([str(diameter), str(density), str(derate), *whole])


print("micrometers,microcoulombsPerSquareCentimeter,percent,density,shannon")
for diameter in (1, 2, 10, 30, 50, 100, 9_999, 10_000):
    for density in (1, 30, 50, 1_000):
        for derate in (1, 50, 100):
            print(row(diameter, density, derate))
numbers = random.Random(1)
for _ in range(500):
    size = numbers.choice((20, 200, 2_000))
    print(row(numbers.randint(1, size), numbers.randint(1, 2_000), numbers.randint(1, 100)))
