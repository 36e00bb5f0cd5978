// gcim_apx_dual_tree: accumulator with an adder tree that is accurate or approximate at run time.
// The result of a sum shows LatAcc + 1 (TWO: approximate, LatApx + 1) edges after its last beat.
// Meaning: cmodel/unit/apx_dual_tree.c. Parameters, ports, cycles: cmodel/unit/apx_dual_tree.def.
`default_nettype none

module gcim_apx_dual_tree #(
  parameter  int Lanes        = 16,                    // words per beat, 2..256
  parameter  int Width        = 8,                     // bits per word, 1..16
  parameter  int Topology     = gcim_pkg::BINARY,      // or gcim_pkg::CARRY_SAVE
  parameter  int Scheme       = gcim_pkg::SCHEME_EXTEND,  // or gcim_pkg::SCHEME_UNSIGNED
  parameter  int Realisation  = gcim_pkg::MUX,         // or gcim_pkg::GATE, gcim_pkg::TWO
  parameter  int Columns      = 0,                     // approximate columns; GATE: bits set to 0
  parameter  int Cell         = 6,                     // row of cmodel/num/apx_cells.def
  parameter  int UserS        = 150,                   // Cell = 1: truth table of the sum
  parameter  int UserC        = 232,                   // and of the carry
  parameter  int Adder        = gcim_pkg::ADD_LOA,     // up to gcim_pkg::ADD_CHAIN
  parameter  int K            = 1,                     // approximated low bits of an adder
  parameter  int M            = 0,                     // its low bits forced to 1
  parameter  int LatAcc       = 1,                     // edges of the tree, 1..4
  parameter  int LatApx       = 1,                     // TWO: edges of the approximate tree, 1..4
  parameter  int Comp         = 0,                     // constant added to an approximate sum
  parameter  int CompNegative = 0,                     // 1: subtracted
  localparam int SumBits      = Width + $clog2(Lanes),
  parameter  int AccWidth     = SumBits + 8            // up to 63
) (
  input  wire logic                   clk_i,
  input  wire logic                   rst_ni,          // asynchronous, active low
  // st: one beat of a sum
  input  wire logic                   st_valid_i,
  output      logic                   st_ready_o,
  input  wire logic [Lanes*Width-1:0] st_data_i,       // lane 0 in the low bits
  input  wire logic                   st_first_i,
  input  wire logic                   st_last_i,
  input  wire logic                   st_approx_i,
  // rs: result of a sum
  output      logic                   rs_valid_o,
  input  wire logic                   rs_ready_i,
  output      logic [AccWidth-1:0]    rs_sum_o,
  output      logic [7:0]             rs_beats_o,
  output      logic                   rs_approx_o,
  output      logic                   rs_err_o,
  output      logic [SumBits-1:0]     tap_tree,
  output      logic [AccWidth-1:0]    tap_acc,
  output      logic                   tap_err          // a mode changed in mid-sum
);

  if (K >= Width) begin : gen_bad_k
    k_below_width u_error ();
  end
  if (Columns >= Width) begin : gen_bad_columns
    columns_below_width u_error ();
  end
  if (AccWidth < SumBits) begin : gen_bad_acc
    acc_holds_a_sum u_error ();
  end

  localparam int ApxEdges = Realisation == gcim_pkg::TWO ? LatApx : LatAcc;
  localparam int Depth    = LatAcc > ApxEdges ? LatAcc : ApxEdges;
  localparam logic [AccWidth-1:0] Amount = AccWidth'(Comp);
  localparam logic [AccWidth-1:0] Offset = CompNegative != 0 ? -Amount : Amount;

  logic                run_q;                          // a sum has begun, its last beat is to come
  logic                wait_q;                         // last beat came, result is not taken
  logic                done_q;                         // its result is complete
  logic                err_q;
  logic [Depth-1:0]    live_q;                         // its beats in the tree, the next out at 0
  logic                approx_q;
  logic [7:0]          beats_q;
  logic [AccWidth-1:0] acc_q;

  logic                accept, start, approx;
  logic [Depth-1:0]    entry;                          // where a beat joins live_q
  logic [SumBits-1:0]  tree_sum;
  logic [AccWidth-1:0] addend;

  assign st_ready_o = !wait_q;
  assign accept     = st_valid_i && st_ready_o;
  assign start      = accept && (st_first_i || !run_q);
  assign approx     = start ? st_approx_i : approx_q;
  assign entry      = Depth'(1) << (approx ? ApxEdges - 1 : LatAcc - 1);

  // All beats in the tree belong to one sum: a start drops those of the sum before.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      run_q  <= 1'b0;
      wait_q <= 1'b0;
      done_q <= 1'b0;
      err_q  <= 1'b0;
      live_q <= '0;
    end else begin
      run_q  <= accept ? !st_last_i : run_q;
      wait_q <= (accept && st_last_i) || (wait_q && !(done_q && rs_ready_i));
      done_q <= (wait_q && live_q == Depth'(1)) || (done_q && !rs_ready_i);
      err_q  <= err_q || (accept && st_approx_i != approx);
      live_q <= (start ? '0 : live_q >> 1) | (accept ? entry : '0);
    end
  end

  gcim_apx_dual_sums #(
    .Lanes(Lanes), .Width(Width), .Topology(Topology), .Scheme(Scheme), .Realisation(Realisation),
    .Columns(Columns), .Cell(Cell), .UserS(UserS), .UserC(UserC), .Adder(Adder), .K(K), .M(M),
    .LatAcc(LatAcc), .LatApx(LatApx)
  ) u_sums (
    .clk_i, .data_i(st_data_i), .approx_i(approx), .shown_approx_i(approx_q), .sum_o(tree_sum)
  );

  assign addend = Scheme == gcim_pkg::SCHEME_EXTEND ? AccWidth'($signed(tree_sum))
                                                    : AccWidth'(tree_sum);

  always_ff @(posedge clk_i) begin
    if (accept) begin
      approx_q <= approx;
      beats_q  <= start ? 8'd1 : beats_q + 8'd1;
    end
    if (start) begin
      acc_q <= '0;
    end else if (live_q[0]) begin
      acc_q <= acc_q + addend;
    end
  end

  assign rs_valid_o  = done_q;
  assign rs_sum_o    = approx_q ? acc_q + Offset : acc_q;
  assign rs_beats_o  = beats_q;
  assign rs_approx_o = approx_q;
  assign rs_err_o    = err_q;
  assign tap_tree    = tree_sum;
  assign tap_acc     = acc_q;
  assign tap_err     = err_q;

endmodule

`default_nettype wire
