// gcim_apx_dual_sums: sums of gcim_apx_dual_tree, each accurate or approximate: one tree with a
// switch in every cell (MUX) or before its low columns (GATE), or two trees (TWO). Registers stand
// behind the trees. Algorithm: cmodel/unit/apx_dual_tree.def, 6 and 7.
`default_nettype none

module gcim_apx_dual_sums #(
  parameter  int Lanes       = 16,                     // words per beat
  parameter  int Width       = 8,                      // bits per word
  parameter  int Topology    = gcim_pkg::BINARY,       // or gcim_pkg::CARRY_SAVE
  parameter  int Scheme      = gcim_pkg::SCHEME_EXTEND,  // or gcim_pkg::SCHEME_UNSIGNED
  parameter  int Realisation = gcim_pkg::MUX,          // or gcim_pkg::GATE, gcim_pkg::TWO
  parameter  int Columns     = 0,                      // approximate columns; GATE: bits set to 0
  parameter  int Cell        = 6,                      // row of cmodel/num/apx_cells.def
  parameter  int UserS       = 150,                    // row 1: truth tables
  parameter  int UserC       = 232,
  parameter  int Adder       = gcim_pkg::ADD_LOA,
  parameter  int K           = 1,                      // approximated low bits of an adder
  parameter  int M           = 0,                      // its low bits forced to 1
  parameter  int LatAcc      = 1,                      // edges of the tree
  parameter  int LatApx      = 1,                      // TWO: edges of the approximate one
  localparam int SumBits     = Width + $clog2(Lanes)
) (
  input  wire logic                   clk_i,
  input  wire logic [Lanes*Width-1:0] data_i,          // lane 0 in the low bits
  input  wire logic                   approx_i,        // mode of data_i
  input  wire logic                   shown_approx_i,  // TWO: mode of sum_o
  output      logic [SumBits-1:0]     sum_o
);

  localparam int DataBits = Lanes * Width;

  logic [DataBits-1:0]  data;                          // for the tree, or the accurate one
  logic [SumBits-1:0]   sum_d, sum_q;
  logic [2*SumBits-1:0] unused_rows;

  if (Realisation == gcim_pkg::MUX) begin : gen_mux
    assign data = data_i;

    gcim_apx_sum #(
      .Lanes(Lanes), .Width(Width), .Topology(Topology), .Scheme(Scheme), .Columns(Columns),
      .Cell(Cell), .UserS(UserS), .UserC(UserC), .Adder(Adder), .K(K), .M(M)
    ) u_sum (
      .data_i(data), .sat_i(1'b0), .approx_i, .sum_o(sum_d), .rows_o(unused_rows)
    );
  end else begin : gen_exact
    gcim_apx_sum #(
      .Lanes(Lanes), .Width(Width), .Topology(Topology), .Scheme(Scheme)
    ) u_sum (
      .data_i(data), .sat_i(1'b0), .approx_i(1'b0), .sum_o(sum_d), .rows_o(unused_rows)
    );
  end

  gcim_delay #(.Width(SumBits), .Stages(LatAcc)) u_delay (
    .clk_i, .en_i(1'b1), .data_i(sum_d), .data_o(sum_q)
  );

  if (Realisation == gcim_pkg::TWO) begin : gen_two
    logic [SumBits-1:0]   apx_d, apx_q;
    logic [2*SumBits-1:0] unused_apx_rows;

    assign data = data_i & {DataBits{!approx_i}};      // the idle tree's operands stand still

    gcim_apx_sum #(
      .Lanes(Lanes), .Width(Width), .Topology(Topology), .Scheme(Scheme), .Columns(Columns),
      .Cell(Cell), .UserS(UserS), .UserC(UserC), .Adder(Adder), .K(K), .M(M)
    ) u_sum (
      .data_i(data_i & {DataBits{approx_i}}), .sat_i(1'b0), .approx_i(1'b1),
      .sum_o(apx_d), .rows_o(unused_apx_rows)
    );

    gcim_delay #(.Width(SumBits), .Stages(LatApx)) u_delay (
      .clk_i, .en_i(1'b1), .data_i(apx_d), .data_o(apx_q)
    );

    assign sum_o = shown_approx_i ? apx_q : sum_q;
  end else begin : gen_one
    logic unused;

    assign unused = shown_approx_i;
    assign sum_o  = sum_q;
    if (Realisation == gcim_pkg::GATE) begin : gen_gate
      localparam logic [Width-1:0] High = {Width{1'b1}} << Columns;
      assign data = data_i & {Lanes{High | {Width{!approx_i}}}};
    end
  end

endmodule

`default_nettype wire
