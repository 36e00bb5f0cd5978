// gcim_pkg: constants of the hardware, the same numbers as in the C model. No signals, no latency.
// Meaning: cmodel/include (same names with GCIM_). A test elaborates this and compares each.
`default_nettype none

package gcim_pkg;

  // Cell of a compute-in-memory column: how a stored bit meets an input bit.
  localparam logic [1:0] CELL_AND  = 2'd0;
  localparam logic [1:0] CELL_NOR  = 2'd1;
  localparam logic [1:0] CELL_XNOR = 2'd2;

  // What happens to a value that does not fit.
  localparam logic FIT_WRAP = 1'b0;
  localparam logic FIT_SAT  = 1'b1;

  // Rounding of dropped bits; the numbers 6 and 7 act as RND_RNE.
  localparam logic [2:0] RND_RNE   = 3'd0;   // to nearest, ties to even
  localparam logic [2:0] RND_RNA   = 3'd1;   // to nearest, ties away from zero
  localparam logic [2:0] RND_RTZ   = 3'd2;   // toward zero
  localparam logic [2:0] RND_FLOOR = 3'd3;
  localparam logic [2:0] RND_CEIL  = 3'd4;
  localparam logic [2:0] RND_JAM   = 3'd5;   // to odd: a lost bit sets the lowest kept one

  // Of a floating-point result also: up or down by a random word.
  localparam logic [2:0] RND_STOCH = 3'd6;

  // Values of the parameter Kind: what the codes with all exponent bits set mean.
  localparam int FLOAT_IEEE   = 0;           // infinities and NaNs
  localparam int FLOAT_FN     = 1;           // exponent and fraction all ones: NaN; no infinity
  localparam int FLOAT_FINITE = 2;           // numbers

  // Special floating-point operands.
  localparam logic [1:0] SPECIAL_IEEE   = 2'd0;   // as the format says
  localparam logic [1:0] SPECIAL_IGNORE = 2'd1;   // read as numbers
  localparam logic [1:0] SPECIAL_ZERO   = 2'd2;   // infinity: largest finite number; NaN: zero
  localparam logic [1:0] SPECIAL_MAX    = 2'd3;   // both: largest finite number

  // Floating-point results above the largest finite number.
  localparam logic [1:0] OVF_IEEE = 2'd0;    // infinity or largest, by the rounding
  localparam logic [1:0] OVF_SAT  = 2'd1;    // largest; an infinite operand, too
  localparam logic [1:0] OVF_INF  = 2'd2;
  localparam logic [1:0] OVF_NAN  = 2'd3;

  // NaN results; the numbers 6 and 7 act as NAN_CANON.
  localparam logic [2:0] NAN_CANON   = 3'd0; // positive, quiet bit only (FLOAT_FN: all ones)
  localparam logic [2:0] NAN_ONES    = 3'd1; // positive, all ones
  localparam logic [2:0] NAN_SIGN    = 3'd2; // NAN_CANON with a sign
  localparam logic [2:0] NAN_PAYLOAD = 3'd3; // sign and leading fraction bits, quieted
  localparam logic [2:0] NAN_ZERO    = 3'd4;
  localparam logic [2:0] NAN_MAX     = 3'd5; // largest finite number

  // Limits of an aligned lane; the number 3 acts as CLAMP_FULL.
  localparam logic [1:0] CLAMP_SYMMETRIC = 2'd0;
  localparam logic [1:0] CLAMP_FULL      = 2'd1;
  localparam logic [1:0] CLAMP_RAISE     = 2'd2;  // a larger unit rather than a limit

  // How values of groups are added; the number 3 acts as ACC_EXACT.
  localparam logic [1:0] ACC_EXACT   = 2'd0;
  localparam logic [1:0] ACC_FLOAT   = 2'd1; // encoded after every group
  localparam logic [1:0] ACC_ALIGNED = 2'd2; // cut to the largest group's unit

  // The summand of a dot product; the number 3 acts as C_NONE.
  localparam logic [1:0] C_TERM = 2'd0;      // one more term
  localparam logic [1:0] C_LATE = 2'd1;      // added to the encoded sum
  localparam logic [1:0] C_NONE = 2'd2;

  // Values of the parameters Elem, AElem and BElem: element formats of Microscaling blocks.
  localparam int MX_INT8 = 0;                // two's complement, 6 fraction bits
  localparam int MX_E4M3 = 1;
  localparam int MX_E5M2 = 2;
  localparam int MX_E3M2 = 3;
  localparam int MX_E2M3 = 4;
  localparam int MX_E2M1 = 5;

  // Scale from the largest magnitude; the numbers 5 to 7 act as MX_FLOOR.
  localparam logic [2:0] MX_FLOOR   = 3'd0;  // its exponent less that of the largest element
  localparam logic [2:0] MX_CEIL    = 3'd1;  // one more above a power of two
  localparam logic [2:0] MX_EVEN    = 3'd2;  // one more if it rounds up to the next power of two
  localparam logic [2:0] MX_RCEIL   = 3'd3;  // one more above the largest element
  localparam logic [2:0] MX_NEAREST = 3'd4;  // nearest to magnitude / largest element

  // Infinities and NaNs in a block; the numbers 5 to 7 act as MX_BLOCK_NAN.
  localparam logic [2:0] MX_BLOCK_NAN = 3'd0;  // the block is a NaN
  localparam logic [2:0] MX_PASS      = 3'd1;  // they do not count
  localparam logic [2:0] MX_SAT       = 3'd2;  // infinity: largest finite number; NaN: zero
  localparam logic [2:0] MX_IGNORE    = 3'd3;  // read as numbers
  localparam logic [2:0] MX_INF_TOP   = 3'd4;  // an infinity: the largest scale

  // Scale of a block of zeros; the number 3 acts as MX_ZERO_MIN.
  localparam logic [1:0] MX_ZERO_MIN = 2'd0;   // the byte 0
  localparam logic [1:0] MX_ZERO_ONE = 2'd1;   // 1.0
  localparam logic [1:0] MX_ZERO_LOW = 2'd2;   // as from 2^-126

  // Scale above the largest one.
  localparam logic MX_OVF_CLAMP = 1'b0;
  localparam logic MX_OVF_NAN   = 1'b1;

  // Sign of a zero element; the number 3 acts as MX_KEEP.
  localparam logic [1:0] MX_KEEP       = 2'd0;
  localparam logic [1:0] MX_DROP_INPUT = 2'd1; // zeros of the source are +0
  localparam logic [1:0] MX_DROP_ALL   = 2'd2; // also what rounds to zero

  // Values of the parameter Acc: how Microscaling blocks are added.
  localparam int MX_ACC_MAXFIRST = 0;        // aligned to an exponent that comes with the first
  localparam int MX_ACC_RUNNING  = 1;        // aligned to the largest exponent so far
  localparam int MX_ACC_FLOAT    = 2;        // in FP32
  localparam int MX_ACC_EXACT    = 3;

  // What the codes of a vector of the Microscaling macro are.
  localparam logic [1:0] MX_OP_FLOAT = 2'd0; // numbers, converted to elements
  localparam logic [1:0] MX_OP_GIVEN = 2'd1; // elements with the host's scale
  localparam logic [1:0] MX_OP_INT   = 2'd2; // integers
  localparam logic [1:0] MX_OP_ALIGN = 2'd3; // numbers, aligned to the largest exponent

  // Values of the parameter Topology of an adder tree.
  localparam int BINARY     = 0;
  localparam int CARRY_SAVE = 1;

  // Carry-save trees of approximate cells go on from there.
  localparam int WALLACE = 2;
  localparam int DADDA   = 3;
  localparam int ROWS73  = 4;

  // Every bit of the lanes is counted by frequent patterns.
  localparam int PATTERN = 5;

  // How a tree adds signed lanes.
  localparam int SCHEME_UNSIGNED = 0;
  localparam int SCHEME_EXTEND   = 1;
  localparam int SCHEME_INVERT   = 2;
  localparam int SCHEME_PLANE    = 3;

  // Two-operand adders: lower-part adders up to ADD_CHAIN, then block adders.
  localparam int ADD_EXACT   = 0;
  localparam int ADD_TRUNC   = 1;
  localparam int ADD_LSB0    = 2;
  localparam int ADD_COPYA   = 3;
  localparam int ADD_COPYB   = 4;
  localparam int ADD_LOA     = 5;
  localparam int ADD_LOAWA   = 6;
  localparam int ADD_LOCA    = 7;
  localparam int ADD_OLOCA   = 8;
  localparam int ADD_HEAA    = 9;
  localparam int ADD_HERLOA  = 10;
  localparam int ADD_MHERLOA = 11;
  localparam int ADD_HOAANED = 12;
  localparam int ADD_ETA1    = 13;
  localparam int ADD_CHAIN   = 14;
  localparam int ADD_ETA2    = 15;
  localparam int ADD_ACA1    = 16;
  localparam int ADD_SEGMENT = 17;
  localparam int ADD_GEAR    = 18;

  // Kinds of approximate population counts.
  localparam int POP_EXACT    = 0;
  localparam int POP_SINGLE   = 1;
  localparam int POP_DOUBLE   = 2;
  localparam int POP_OR       = 3;
  localparam int POP_ANY      = 4;
  localparam int POP_SATURATE = 5;

  // Policies of trees for frequent patterns, and what is replayed on a miss.
  localparam int SELECT       = 0;
  localparam int LOSSY        = 1;
  localparam int REPLAY_ALL   = 0;
  localparam int REPLAY_GROUP = 1;

  // How a dual-mode tree is built.
  localparam int MUX  = 0;
  localparam int GATE = 1;
  localparam int TWO  = 2;

  // Register stages of an adder tree of that many levels; per_reg = 0: one, at the end.
  function automatic int tree_regs(input int levels, input int per_reg);
    if (per_reg == 0 || levels == 0) begin
      tree_regs = 1;
    end else begin
      tree_regs = (levels + per_reg - 1) / per_reg;
    end
  endfunction

  // Bits of an element of a Microscaling block.
  function automatic int mx_bits(input int elem);
    case (elem)
      MX_INT8, MX_E4M3, MX_E5M2: mx_bits = 8;
      MX_E2M1:                   mx_bits = 4;
      default:                   mx_bits = 6;
    endcase
  endfunction

  // Its floating-point format. MX_INT8 in the same terms: one binade with the subnormals below it,
  // which all have one quantum, and no hidden bit to store: exponent and fraction are a magnitude
  // of 8 bits in quanta of 2^-7, see gcim_mx_element.
  function automatic int mx_exp_bits(input int elem);
    case (elem)
      MX_INT8: mx_exp_bits = 1;
      MX_E4M3: mx_exp_bits = 4;
      MX_E5M2: mx_exp_bits = 5;
      MX_E3M2: mx_exp_bits = 3;
      default: mx_exp_bits = 2;
    endcase
  endfunction

  function automatic int mx_man_bits(input int elem);
    case (elem)
      MX_INT8:          mx_man_bits = 7;
      MX_E5M2, MX_E3M2: mx_man_bits = 2;
      MX_E2M1:          mx_man_bits = 1;
      default:          mx_man_bits = 3;
    endcase
  endfunction

  function automatic int mx_bias(input int elem);
    case (elem)
      MX_E4M3: mx_bias = 7;
      MX_E5M2: mx_bias = 15;
      MX_E3M2: mx_bias = 3;
      default: mx_bias = 1;
    endcase
  endfunction

  function automatic int mx_kind(input int elem);
    case (elem)
      MX_E4M3: mx_kind = FLOAT_FN;
      MX_E5M2: mx_kind = FLOAT_IEEE;
      default: mx_kind = FLOAT_FINITE;
    endcase
  endfunction

  // The largest element is mx_top / 64 * 2^mx_emax, with mx_digits bits below its highest one.
  function automatic int mx_emax(input int elem);
    case (elem)
      MX_INT8: mx_emax = 0;
      MX_E4M3: mx_emax = 8;
      MX_E5M2: mx_emax = 15;
      MX_E3M2: mx_emax = 4;
      default: mx_emax = 2;
    endcase
  endfunction

  function automatic int mx_top(input int elem);
    case (elem)
      MX_INT8: mx_top = 127;
      MX_E2M3: mx_top = 120;
      MX_E2M1: mx_top = 96;
      default: mx_top = 112;
    endcase
  endfunction

  function automatic int mx_digits(input int elem);
    mx_digits = elem == MX_INT8 ? 6 : mx_man_bits(elem);
  endfunction

  // An element in fixed point: bits in two's complement, and how many of them are fraction bits.
  function automatic int mx_fix_bits(input int elem);
    case (elem)
      MX_INT8: mx_fix_bits = 8;
      MX_E4M3: mx_fix_bits = 19;
      MX_E5M2: mx_fix_bits = 33;
      MX_E3M2: mx_fix_bits = 10;
      MX_E2M3: mx_fix_bits = 7;
      default: mx_fix_bits = 5;
    endcase
  endfunction

  function automatic int mx_frac_bits(input int elem);
    case (elem)
      MX_INT8: mx_frac_bits = 6;
      MX_E4M3: mx_frac_bits = 9;
      MX_E5M2: mx_frac_bits = 16;
      MX_E3M2: mx_frac_bits = 4;
      MX_E2M3: mx_frac_bits = 3;
      default: mx_frac_bits = 1;
    endcase
  endfunction

  // Bits of the sum over Microscaling blocks: a code, or an integer. Exact: a block's exponents
  // span -254 .. 256, the rest is room for blocks.
  function automatic int mx_acc_width(input int acc, input int sum_bits, input int acc_bits);
    case (acc)
      MX_ACC_FLOAT: mx_acc_width = 32;
      MX_ACC_EXACT: mx_acc_width = sum_bits + 524;
      default:      mx_acc_width = acc_bits;
    endcase
  endfunction

  // How the modes of Microscaling units read special operands (gcim_fp_unpack).
  function automatic logic [1:0] mx_specials(input logic [2:0] special);
    case (special)
      MX_SAT:    mx_specials = SPECIAL_ZERO;
      MX_IGNORE: mx_specials = SPECIAL_IGNORE;
      default:   mx_specials = SPECIAL_IEEE;
    endcase
  endfunction

  // cells: made by make regen
  // Full adder cell: bit 4a+2b+c of the sum of row `row`.
  function automatic logic [7:0] fa_sum(input int row);
    case (row)
      1: fa_sum = 8'h96; // USER
      2: fa_sum = 8'h82; // AMA1
      3: fa_sum = 8'h17; // AMA2
      4: fa_sum = 8'h13; // AMA3
      5: fa_sum = 8'h8A; // AMA4
      6: fa_sum = 8'hCC; // AMA5
      7: fa_sum = 8'hAA; // AXA1
      8: fa_sum = 8'hC3; // AXA2
      9: fa_sum = 8'h82; // AXA3
      10: fa_sum = 8'h96; // INXA1
      11: fa_sum = 8'hBE; // INXA2
      12: fa_sum = 8'h17; // INXA3
      13: fa_sum = 8'h97; // SESA1
      14: fa_sum = 8'h00; // SESA2
      15: fa_sum = 8'hFF; // SESA3
      16: fa_sum = 8'h17; // TCAA
      17: fa_sum = 8'h96; // TSAA
      default: fa_sum = 8'h96; // EXACT
    endcase
  endfunction

  // Full adder cell: bit 4a+2b+c of the carry of row `row`.
  function automatic logic [7:0] fa_carry(input int row);
    case (row)
      1: fa_carry = 8'hE8; // USER
      2: fa_carry = 8'hEC; // AMA1
      3: fa_carry = 8'hE8; // AMA2
      4: fa_carry = 8'hEC; // AMA3
      5: fa_carry = 8'hF0; // AMA4
      6: fa_carry = 8'hF0; // AMA5
      7: fa_carry = 8'hD4; // AXA1
      8: fa_carry = 8'hE8; // AXA2
      9: fa_carry = 8'hE8; // AXA3
      10: fa_carry = 8'hAA; // INXA1
      11: fa_carry = 8'hE8; // INXA2
      12: fa_carry = 8'hE8; // INXA3
      13: fa_carry = 8'hE8; // SESA1
      14: fa_carry = 8'hE8; // SESA2
      15: fa_carry = 8'hE8; // SESA3
      16: fa_carry = 8'hE8; // TCAA
      17: fa_carry = 8'h69; // TSAA
      default: fa_carry = 8'hE8; // EXACT
    endcase
  endfunction

  // 4:2 compressor: bit 8*x1+4*x2+2*x3+x4 of the sum of row `row`.
  function automatic logic [15:0] c42_sum(input int row);
    case (row)
      1: c42_sum = 16'hE996; // USER4
      2: c42_sum = 16'hF99F; // MOMENI
      3: c42_sum = 16'hE996; // SAT42
      4: c42_sum = 16'h111E; // ORPAIR
      default: c42_sum = 16'h0000; // CELLS
    endcase
  endfunction

  // 4:2 compressor: bit 8*x1+4*x2+2*x3+x4 of the carry of row `row`.
  function automatic logic [15:0] c42_carry(input int row);
    case (row)
      1: c42_carry = 16'hFEE8; // USER4
      2: c42_carry = 16'hEEE0; // MOMENI
      3: c42_carry = 16'hFEE8; // SAT42
      4: c42_carry = 16'hEEE0; // ORPAIR
      default: c42_carry = 16'h0000; // CELLS
    endcase
  endfunction

  // end of cells

endpackage

`default_nettype wire
