"""Two cocotb benches of the 64 x 16 macro: what a cocotb user writes first (idiomatic), and a tuned one (tuned).

Run by tb/bench/cocotb_bench.py. Both load weights once, start VECTORS tiles and compare every result with numpy.
"""
import os
import time

import cocotb
import numpy
from cocotb.clock import Clock
from cocotb.triggers import FallingEdge, ReadOnly, RisingEdge

ROWS, COLS, ACC = 64, 16, 31
VECTORS = int(os.environ.get("VECTORS", "400"))


def pack(values, bits):
    word = 0
    for i, v in enumerate(values):
        word |= (int(v) & ((1 << bits) - 1)) << (i * bits)
    return word


def unpack(word, bits, count):
    out = []
    for i in range(count):
        v = (word >> (i * bits)) & ((1 << bits) - 1)
        out.append(v - (1 << bits) if v >> (bits - 1) else v)
    return out


async def prepare(dut):
    rng = numpy.random.default_rng(1)
    x = rng.integers(-128, 128, (VECTORS, ROWS))
    w = rng.integers(-128, 128, (ROWS, COLS))
    for name, value in {"rd_valid_i": 0, "wr_valid_i": 0, "st_valid_i": 0, "rq_ready_i": 1, "rs_ready_i": 1,
                        "st_row_en_i": 1, "st_repair_en_i": 0, "st_repair_row_i": 0, "st_x_bits_i": 8,
                        "st_w_bits_i": 8, "st_x_signed_i": 1, "st_w_signed_i": 1, "st_cell_i": 0,
                        "st_msb_first_i": 0, "st_keep_i": 0, "st_sat_i": 0, "rst_ni": 1}.items():
        getattr(dut, name).value = value
    cocotb.start_soon(Clock(dut.clk_i, 10, "ns").start())
    await FallingEdge(dut.clk_i)
    dut.rst_ni.value = 0
    await FallingEdge(dut.clk_i)
    await FallingEdge(dut.clk_i)
    dut.rst_ni.value = 1
    for r in range(ROWS):
        dut.wr_valid_i.value = 1
        dut.wr_addr_i.value = r
        dut.wr_data_i.value = pack(w[r], 8)
        await FallingEdge(dut.clk_i)
    dut.wr_valid_i.value = 0
    return x, w


def say(kind, start):
    print(f"GCIM_COCOTB {kind} {VECTORS / (time.process_time() - start):.1f}")


@cocotb.test()
async def idiomatic(dut):
    """Await the clock, poll ready and valid, numpy golden per vector."""
    x, w = await prepare(dut)
    start = time.process_time()
    for v in range(VECTORS):
        dut.st_x_i.value = pack(x[v], 8)
        dut.st_valid_i.value = 1
        await RisingEdge(dut.clk_i)
        await FallingEdge(dut.clk_i)
        dut.st_valid_i.value = 0
        while True:
            await RisingEdge(dut.clk_i)
            await ReadOnly()
            if int(dut.rs_valid_o.value) == 1:
                break
        got = unpack(int(dut.rs_acc_o.value), ACC, COLS)
        assert got == list(x[v] @ w), f"vector {v}"
        await FallingEdge(dut.clk_i)
    say("idiomatic", start)


@cocotb.test()
async def tuned(dut):
    """Everything precomputed; one trigger per result, tiles back to back, comparison of packed words."""
    x, w = await prepare(dut)
    start = time.process_time()
    stimulus = [pack(row, 8) for row in x]
    expected = [pack(row, ACC) for row in x @ w]
    st_x, valid, ready, acc = dut.st_x_i, dut.st_valid_i, dut.st_ready_o, dut.rs_acc_o

    async def drive():
        valid.value = 1
        for word in stimulus:
            st_x.value = word
            if int(ready.value) == 0:
                await RisingEdge(ready)
            await RisingEdge(dut.clk_i)
            await FallingEdge(dut.clk_i)
        valid.value = 0

    driver = cocotb.start_soon(drive())
    for v in range(VECTORS):
        await RisingEdge(dut.rs_valid_o)
        await ReadOnly()
        assert int(acc.value) == expected[v], f"vector {v}"
    await driver
    say("tuned", start)
