#!/usr/bin/env python3
"""A parameter set that breaks a RULE of a card is refused by all three tools, and each names the
rule."""

from rtl_tools import TOOLS
from common import card_sets, finding, in_parallel, run, values, verdict


def judge(job):
    unit, rule, text, tool = job
    if not text:
        return (
            f'rule {rule}: no one or two parameter values break it, so it was not tried; say how in'
            ' sim/lint/card_sets.c'
        )
    status, out = run(tool(f'gcim_{unit}', [f'rtl/gcim_{unit}.sv'], values(text)))
    if status == 0:
        return (
            f'{tool.__name__} accepts {text}; the card\'s rule needs "if (...) begin : gen_bad_... '
            f'{rule} u_error (); end"'
        )
    if rule not in out:
        return (
            f'{tool.__name__} refuses {text} without the word {rule}; the missing module must have'
            ' the rule\'s name'
        )
    return None


rules = card_sets('rule')
work = [(*rule, tool) for rule in rules for tool in TOOLS]
for job, wrong in zip(work, in_parallel(judge, work)):
    if wrong:
        finding(f'rtl/gcim_{job[0]}.sv', 0, wrong)
verdict(f'{len(rules)} rules, each refused by {len(TOOLS)} tools')
