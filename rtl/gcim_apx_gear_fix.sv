// gcim_apx_gear_fix: GeAr adder that detects its wrong sub-adders and corrects one per edge.
// A sum accepted at an edge shows its result 2 + (corrections) edges later.
// Meaning: cmodel/unit/apx_gear_fix.c. Parameters, ports, cycles: cmodel/unit/apx_gear_fix.def.
`default_nettype none

module gcim_apx_gear_fix #(
  parameter  int Width   = 16,                         // bits per operand, 2..64
  parameter  int R       = 4,                          // result bits of a sub-adder, 1..64
  parameter  int P       = 2,                          // its prediction bits, 0..63
  localparam int Blocks  = R + P >= Width ? 1 : 1 + (Width - R - P + R - 1) / R,
  localparam int SumBits = Width + 1
) (
  input  wire logic               clk_i,
  input  wire logic               rst_ni,              // asynchronous, active low
  // st: start an addition
  input  wire logic               st_valid_i,
  output      logic               st_ready_o,
  input  wire logic [Width-1:0]   st_a_i,
  input  wire logic [Width-1:0]   st_b_i,
  input  wire logic [5:0]         st_limit_i,          // most corrections
  // rs: result of st
  output      logic               rs_valid_o,
  input  wire logic               rs_ready_i,
  output      logic [SumBits-1:0] rs_sum_o,
  output      logic [5:0]         rs_fixes_o,
  output      logic               rs_wrong_o,
  output      logic [Blocks-1:0]  tap_flags            // sub-adders whose carry in is wrongly 0
);

  if (R + P > Width) begin : gen_bad_block
    block_within_width u_error ();
  end

  logic              run_q, rs_valid_q;
  logic [Width-1:0]  a_q, b_q;
  logic [5:0]        limit_q, fixes_q;
  logic [Blocks-1:0] cin_q;                            // carries into the sub-adders

  logic               start, fix;
  logic [SumBits-1:0] sum;
  logic [Blocks-1:0]  flags, lowest;

  for (genvar j = 0; j < Blocks; j++) begin : gen_block
    localparam int From  = j * R;
    localparam int Bits  = j == Blocks-1 ? Width - From : R + P;
    localparam int Drop  = j == 0 ? 0 : P;             // given by the sub-adders below
    localparam int Given = Bits - Drop + (j == Blocks-1 ? 1 : 0);

    logic [Bits:0] word;                               // {carry out, bits}

    assign word = (Bits+1)'(a_q[From +: Bits]) + (Bits+1)'(b_q[From +: Bits])
                  + (Bits+1)'(cin_q[j]);
    assign sum[From+Drop +: Given] = Given'(word >> Drop);

    // A carry that comes from below would have run through all prediction bits.
    if (j == 0) begin : gen_never
      assign flags[0] = 1'b0;
    end else begin : gen_flag
      localparam logic [Width-1:0] Predict = ~({Width{1'b1}} << P) << From;
      assign flags[j] = !cin_q[j] && ((a_q ^ b_q) & Predict) == Predict
                        && gen_block[j-1].word[R + P];
    end
  end

  assign lowest = flags & -flags;
  assign fix    = flags != '0 && fixes_q < limit_q;
  assign start  = st_valid_i && st_ready_o;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      run_q      <= 1'b0;
      rs_valid_q <= 1'b0;
    end else begin
      run_q      <= start || (run_q && fix);
      rs_valid_q <= (run_q && !fix) || (rs_valid_q && !rs_ready_i);
    end
  end

  // The operands and carries stay until the next start: the result is read from them.
  always_ff @(posedge clk_i) begin
    if (start) begin
      a_q     <= st_a_i;
      b_q     <= st_b_i;
      limit_q <= st_limit_i;
      fixes_q <= '0;
      cin_q   <= '0;
    end else if (run_q && fix) begin
      fixes_q <= fixes_q + 6'd1;
      cin_q   <= cin_q | lowest;
    end
  end

  assign st_ready_o = !run_q && !rs_valid_q;
  assign rs_valid_o = rs_valid_q;
  assign rs_sum_o   = sum;
  assign rs_fixes_o = fixes_q;
  assign rs_wrong_o = flags != '0;
  assign tap_flags  = flags;

endmodule

`default_nettype wire
