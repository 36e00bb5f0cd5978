// zeta_mvm: another house, another style. The array is 8 rows of 4 signed 4-bit weights; unsigned
// 5-bit inputs come as bit-planes, most significant first; the answer flies by three edges after
// the last plane, for one cycle, in sign and magnitude. Nothing can be held back.
module zeta_mvm (
  input  logic        ck,
  input  logic        clear,        // active high, synchronous
  input  logic        wr,
  input  logic [7:0]  wl,           // word lines: exactly one is high
  input  logic [15:0] bl_b,         // bit lines, active low; column 0 in the high bits
  input  logic        bp_v,         // a bit-plane
  input  logic        bp_end,       // the least significant one
  input  logic [7:0]  bp,           // one bit of every row
  output logic        q_v,
  // four lanes of sign and 11 bits of magnitude; column 0 in the high bits
  output logic [47:0] q
);

  typedef logic signed [11:0] word_t;
  logic signed [3:0] cells [8][4];
  word_t             total [4];
  word_t             stage [4];
  logic              fresh, v0, v1;

  always_ff @(posedge ck) begin
    if (wr) begin
      foreach (cells[r, c]) begin
        if (wl[r]) cells[r][c] <= ~bl_b[4*(3-c) +: 4];
      end
    end
    for (int c = 0; c < 4; c++) begin
      automatic word_t sum = fresh ? 12'sd0 : total[c] <<< 1;
      for (int r = 0; r < 8; r++) begin
        if (bp[r]) sum += word_t'(cells[r][c]);
      end
      if (bp_v) total[c] <= sum;
      if (v0) stage[c] <= total[c];
      q[12*(3-c) +: 12] <= !v1 ? 12'hdea
                         : {stage[c] < 0, 11'(stage[c] < 0 ? -stage[c] : stage[c])};
    end
    if (bp_v) fresh <= bp_end;
    {v0, v1, q_v} <= {bp_v && bp_end, v0, v1};
    if (clear) {v0, v1, q_v, fresh} <= 4'b0001;
  end

endmodule
