// gcim_dcim_digit: one column group of gcim_dcim_macro: its cells (storage and multiplication) and
// its adder tree. From the running bit cycle to its column sum: the registers of the tree.
// Meaning: cmodel/unit/dcim_macro.c; algorithm: cmodel/unit/dcim_macro.def, 13, 14, 21, 23.
//
// The tree adds unsigned digits; what signs and XNOR change is the same for every row that is on,
// so it is taken off once behind the tree (offset_i):
//   sign bit j:      -2^j b = 2^j (1-b) - 2^j,  so the cell is flipped and 2^j taken off per row;
//   XNOR, n active:  sum of 2^j (2b-1) = 2 sum of 2^j b - (2^n - 1) per row.
// An approximate tree has its errors between the two: its lanes and what is taken off are the same.
`default_nettype none

module gcim_dcim_digit #(
  parameter  int PhysRows     = 65,
  parameter  int Group        = 4,                      // weight bits of a group
  parameter  int Bits         = 4,                      // those of this group; the rest read 0
  parameter  int SumBits      = 11,
  parameter  int LevelsPerReg = 0,
  parameter  int Topology     = gcim_pkg::BINARY,       // up to gcim_pkg::PATTERN
  parameter  int Columns      = 0,                      // carry-save: with approximate cells
  parameter  int Cell         = 6,                      // row of cmodel/num/apx_cells.def, not 1
  parameter  int Adder        = gcim_pkg::ADD_EXACT,    // of the tree
  parameter  int K            = 0,                      // its approximated low bits
  parameter  int M            = 0,                      // its low bits forced to 1
  parameter  int PatSize      = 4,                      // PATTERN: bits per group
  parameter  int PatLimit     = 1,                      // most ones the small tree counts
  parameter  int PatSet       = 65535,                  // frequent patterns 0..15
  parameter  int PatPolicy    = gcim_pkg::SELECT,       // or gcim_pkg::LOSSY
  localparam int AddrBits     = PhysRows > 1 ? $clog2(PhysRows) : 1,
  localparam int LineBits     = PhysRows * Group,
  localparam int TreeBits     = Group + $clog2(PhysRows) + 1,
  localparam int WideBits     = SumBits > TreeBits ? SumBits : TreeBits
) (
  input  wire logic                clk_i,
  input  wire logic                advance_i,
  input  wire logic                wr_en_i,
  input  wire logic [LineBits-1:0] wr_line_i,           // all bits of the row that is written
  input  wire logic [Bits-1:0]     wr_digit_i,
  input  wire logic                rd_en_i,
  input  wire logic [AddrBits-1:0] rd_addr_i,
  output      logic [Bits-1:0]     rd_digit_o,          // one edge after rd_en_i
  input  wire logic [1:0]          cell_i,
  input  wire logic [LineBits-1:0] line_i,              // x bit of the row, once per cell
  input  wire logic [LineBits-1:0] line_ni,             // inverted lines, for the NOR cell
  input  wire logic [LineBits-1:0] mask_i,              // cells that count
  input  wire logic [LineBits-1:0] flip_i,              // cells of a sign bit that counts
  input  wire logic                sum_xnor_i,          // belongs to the end of the tree
  input  wire logic [SumBits-1:0]  sum_offset_i,
  output      logic [SumBits-1:0]  sum_o                // signed
);

  // One row has no tree to approximate.
  localparam bit ApxTree = PhysRows > 1 && (Topology >= gcim_pkg::WALLACE || Columns > 0 ||
                                            Adder != gcim_pkg::ADD_EXACT);

  // Lane r of every line is [r*Group +: Group]. The cells keep their values over reset.
  logic [LineBits-1:0] weight_q, weight_n;
  logic [LineBits-1:0] product, lanes;
  logic [Bits-1:0]     rd_digit_q;
  logic [WideBits-1:0] tree_sum;

  always_ff @(posedge clk_i) begin
    if (wr_en_i) begin
      weight_q <= (weight_q & ~wr_line_i) | ({PhysRows{Group'(wr_digit_i)}} & wr_line_i);
    end
  end

  always_ff @(posedge clk_i) begin
    if (rd_en_i) begin
      rd_digit_q <= '0;
      if (32'(rd_addr_i) < PhysRows) begin
        rd_digit_q <= weight_q[32'(rd_addr_i)*Group +: Bits];
      end
    end
  end

  assign rd_digit_o = rd_digit_q;
  assign weight_n   = ~weight_q;

  always_comb begin
    case (cell_i)
      gcim_pkg::CELL_NOR:  product = ~(line_ni | weight_n);
      gcim_pkg::CELL_XNOR: product = ~(line_i ^ weight_q);
      default:             product = line_i & weight_q;
    endcase
  end

  assign lanes = (product & mask_i) ^ flip_i;

  if (ApxTree) begin : gen_approx                       // combinational, then one register
    logic [TreeBits-2:0] sum_d, sum_q;

    if (Topology == gcim_pkg::PATTERN) begin : gen_patterns
      gcim_dcim_patterns #(
        .Lanes(PhysRows), .Width(Group), .Size(PatSize), .Limit(PatLimit), .Set(PatSet),
        .Policy(PatPolicy)
      ) u_tree (
        .data_i(lanes), .sum_o(sum_d)
      );
    end else if (Topology >= gcim_pkg::WALLACE) begin : gen_printed
      logic [2*TreeBits-3:0] unused_rows;
      logic [63:0]           unused_fingerprint;

      gcim_apx_net #(
        .Lanes(PhysRows), .Width(Group), .Topology(Topology), .Scheme(gcim_pkg::SCHEME_UNSIGNED),
        .Columns(Columns), .Cell(Cell), .UserS(150), .UserC(232), .AltCell(0), .AltPeriod(0),
        .Adder(Adder), .K(K), .M(M)
      ) u_tree (
        .data_i(lanes), .tree_o(sum_d), .rows_o(unused_rows), .fingerprint_o(unused_fingerprint)
      );
    end else begin : gen_written
      logic [2*TreeBits-3:0] unused_rows;

      gcim_apx_sum #(
        .Lanes(PhysRows), .Width(Group), .Topology(Topology), .Columns(Columns), .Cell(Cell),
        .Adder(Adder), .K(K), .M(M)
      ) u_tree (
        .data_i(lanes), .sat_i(1'b0), .approx_i(1'b1), .sum_o(sum_d), .rows_o(unused_rows)
      );
    end

    always_ff @(posedge clk_i) begin
      if (advance_i) begin
        sum_q <= sum_d;
      end
    end

    assign tree_sum = WideBits'(sum_q);
  end else begin : gen_exact
    logic [TreeBits-1:0]   exact_sum;
    logic [2*TreeBits-1:0] unused_half_sums;

    gcim_tree #(
      .Lanes(PhysRows), .Width(Group), .LevelsPerReg(LevelsPerReg), .Topology(Topology)
    ) u_tree (
      .clk_i,
      .en_i       (advance_i),
      .is_signed_i(1'b0),
      .data_i     (lanes),
      .sum_o      (exact_sum),
      .half_sums_o(unused_half_sums)
    );

    assign tree_sum = WideBits'(exact_sum);
  end

  assign sum_o = SumBits'(sum_xnor_i ? tree_sum << 1 : tree_sum) - sum_offset_i;

endmodule

`default_nettype wire
