// acme_cim: a compute-in-memory macro as some other house would write it. Signed 4-bit weights,
// signed 4-bit inputs, one input bit per cycle (LSB first), results added to what is there on
// request.
module acme_cim #(
  parameter ROWS = 12, COLS = 4, XB = 4, WB = 4, ACC = 14, RA = 4
) (
  input                     clk,
  input                     rst,        // active high, asynchronous
  input                     we,         // write one row
  output                    w_ok,
  input      [RA-1:0]       row,
  input      [COLS*WB-1:0]  bl_n,       // bit lines idle high: a low line stores a 1
  input                     go,         // start one vector
  output                    go_ok,
  input      [ROWS*XB-1:0]  vec_n,      // inverted as well
  input                     add,        // onto the last result
  output reg                done,
  input                     take,
  output     [COLS*ACC-1:0] mac,
  output     [COLS-1:0]     overflow
);

  reg signed [WB-1:0]  sram [0:ROWS-1][0:COLS-1];
  reg        [XB-1:0]  x    [0:ROWS-1];         // shifts right, the bit at work is bit 0
  reg signed [15:0]    part [0:COLS-1];         // adder trees
  reg signed [15:0]    tile [0:COLS-1];         // shift-accumulate
  reg signed [ACC-1:0] acc  [0:COLS-1];
  reg        [COLS-1:0] ov;
  reg                  run, part_v, part_first, part_last, full;
  reg                  add_run, add_part, add_full;
  reg        [2:0]     k, part_k;
  reg signed [15:0]    sum;
  reg signed [16:0]    next;
  integer r, c;

  wire hold = full && done;                     // the result register is taken: everything waits
  assign go_ok = !hold && (!run || k == XB - 1);
  assign w_ok = !run && !part_v && !full;

  always @(posedge clk) begin
    if (we && w_ok && row < ROWS && !rst) begin
      for (c = 0; c < COLS; c = c + 1) sram[row][c] <= ~bl_n[c*WB +: WB];
    end
    if (!hold) begin
      for (c = 0; c < COLS; c = c + 1) begin
        sum = 0;
        for (r = 0; r < ROWS; r = r + 1) if (x[r][0]) sum = sum + 16'(sram[r][c]);
        part[c] <= sum;
        if (part_v) begin
          sum = part[c] <<< part_k;
          tile[c] <= (part_first ? 16'sd0 : tile[c]) + (part_last ? -sum : sum);
        end
      end
      for (r = 0; r < ROWS; r = r + 1) x[r] <= go && go_ok ? ~vec_n[r*XB +: XB] : x[r] >> 1;
    end
  end

  always @(posedge clk or posedge rst) begin
    if (rst) begin
      {run, part_v, full, done, ov} <= 0;
      for (c = 0; c < COLS; c = c + 1) acc[c] <= 0;
    end else begin
      if (done && take) done <= 0;
      if (!hold) begin
        {part_v, part_first, part_last, part_k, add_part} <= {run, k == 0, k == XB - 1, k, add_run};
        {full, add_full} <= {part_v && part_last, add_part};
        k <= k + 1;
        if (run && k == XB - 1) run <= 0;
        if (go && go_ok) {run, k, add_run} <= {1'b1, 3'd0, add};
        if (full) begin
          done <= 1;
          for (c = 0; c < COLS; c = c + 1) begin
            next = (add_full ? 17'(acc[c]) : 17'sd0) + 17'(tile[c]);
            acc[c] <= next[ACC-1:0];
            ov[c] <= (add_full & ov[c]) | (next != 17'($signed(next[ACC-1:0])));
          end
        end
      end
    end
  end

  for (genvar g = 0; g < COLS; g = g + 1) assign mac[g*ACC +: ACC] = acc[g];
  assign overflow = ov;

endmodule
