// gcim_dcim_macro: bit-serial SRAM-CIM macro: adder trees, shift-accumulate, wrap or saturate.
// A tile of B input bits started at an edge shows its result B + TreeRegs + 2 edges later.
// Meaning: cmodel/unit/dcim_macro.c. Parameters, ports, cycles: cmodel/unit/dcim_macro.def.
// WALLACE, DADDA and ROWS73 need gcim_apx_net, which is printed from a network of cells.
`default_nettype none

module gcim_dcim_macro #(
  parameter  int Rows         = 64,                    // logical rows: length of the dot product
  parameter  int Cols         = 8,                     // outputs
  parameter  int MaxX         = 8,                     // stored bits per input element
  parameter  int MaxW         = 8,                     // stored bits per weight
  parameter  int Group        = 4,                     // weight bits per adder-tree column: 1, 2, 4
  parameter  int GateRows     = 64,                    // rows per gating group
  parameter  int SpareRows    = 1,                     // repair rows
  localparam int TileBits     = MaxX + MaxW + $clog2(Rows) + 1,
  parameter  int AccWidth     = TileBits + 8,
  parameter  int LevelsPerReg = 0,                     // tree: a register after so many levels
  parameter  int Topology     = gcim_pkg::BINARY,      // up to gcim_pkg::PATTERN
  parameter  int Columns      = 0,                     // carry-save: columns with approximate cells
  parameter  int Cell         = 6,                     // row of cmodel/num/apx_cells.def
  parameter  int Adder        = gcim_pkg::ADD_EXACT,   // of the tree, up to gcim_pkg::ADD_CHAIN
  parameter  int K            = 0,                     // its approximated low bits
  parameter  int M            = 0,                     // its low bits forced to 1
  parameter  int PatSize      = 4,                     // PATTERN: bits per group, 1..6
  parameter  int PatLimit     = 1,                     // most ones the small tree counts, 0..6
  parameter  int PatSet       = 65535,                 // frequent patterns 0..15
  parameter  int PatPolicy    = gcim_pkg::SELECT,      // or gcim_pkg::LOSSY
  localparam int PhysRows     = Rows + SpareRows,
  localparam int AddrBits     = PhysRows > 1 ? $clog2(PhysRows) : 1,
  localparam int GateGroups   = (Rows + GateRows - 1) / GateRows,
  localparam int Digits       = (MaxW + Group - 1) / Group,
  localparam bit ApxTree      = PhysRows > 1 &&
                                (Topology >= gcim_pkg::WALLACE || Columns > 0 || Adder > 0),
  localparam int SumBits      = Group + 1 + $clog2(Rows) + (ApxTree ? 1 : 0),
  localparam int Levels       = $clog2(PhysRows),
  localparam int TreeRegs     = gcim_pkg::tree_regs(Levels, LevelsPerReg),
  localparam int SpareBits    = SpareRows > 0 ? SpareRows : 1,
  localparam int RepairBits   = SpareRows > 0 ? SpareRows * AddrBits : 1
) (
  input  wire logic                           clk_i,
  input  wire logic                           rst_ni,  // asynchronous, active low
  // rd: read a physical row back
  input  wire logic                           rd_valid_i,
  output      logic                           rd_ready_o,
  input  wire logic [AddrBits-1:0]            rd_addr_i,
  // wr: write a physical row
  input  wire logic                           wr_valid_i,
  output      logic                           wr_ready_o,
  input  wire logic [AddrBits-1:0]            wr_addr_i,
  input  wire logic [Cols*MaxW-1:0]           wr_data_i,
  // st: start a tile
  input  wire logic                           st_valid_i,
  output      logic                           st_ready_o,
  input  wire logic [Rows*MaxX-1:0]           st_x_i,
  input  wire logic [GateGroups-1:0]          st_row_en_i,
  input  wire logic [SpareBits-1:0]           st_repair_en_i,
  input  wire logic [RepairBits-1:0]          st_repair_row_i,
  input  wire logic [4:0]                     st_x_bits_i,
  input  wire logic [4:0]                     st_w_bits_i,
  input  wire logic                           st_x_signed_i,
  input  wire logic                           st_w_signed_i,
  input  wire logic [1:0]                     st_cell_i,
  input  wire logic                           st_msb_first_i,
  input  wire logic                           st_keep_i,
  input  wire logic                           st_sat_i,
  // rq: answer of rd
  output      logic                           rq_valid_o,
  input  wire logic                           rq_ready_i,
  output      logic [Cols*MaxW-1:0]           rq_data_o,
  // rs: result of st
  output      logic                           rs_valid_o,
  input  wire logic                           rs_ready_i,
  output      logic [Cols*AccWidth-1:0]       rs_acc_o,
  output      logic [Cols-1:0]                rs_ovf_o,
  output      logic [Cols*Digits*SumBits-1:0] tap_col_sum,
  output      logic [Cols*TileBits-1:0]       tap_tile_sum
);

  if (ApxTree && LevelsPerReg != 0) begin : gen_bad_regs
    apx_tree_has_one_register u_error ();
  end
  if (ApxTree && PhysRows > 1024) begin : gen_bad_rows
    apx_tree_has_1024_lanes u_error ();
  end
  if (Topology == gcim_pkg::PATTERN && (Columns != 0 || Adder != 0)) begin : gen_bad_pattern
    pattern_tree_is_alone u_error ();
  end
  if (Columns > Group) begin : gen_bad_columns
    columns_within_group u_error ();
  end
  if (K > Group) begin : gen_bad_k
    k_within_group u_error ();
  end
  if (Group != 1 && Group != 2 && Group != 4) begin : gen_bad_group
    group_is_1_2_or_4 u_error ();
  end

  logic                      advance, rd_en, wr_en, st_en;
  logic [1:0]                cell_type;
  logic [3:0]                x_index, sum_x_index;
  logic [MaxW-1:0]           w_active, w_sign;
  logic [PhysRows-1:0]       x_bit, row_on;
  logic [$clog2(Rows+1)-1:0] row_count;
  logic                      sum_first, sum_negative, sum_msb_first;
  logic                      store, end_keep, end_sat;

  gcim_dcim_ctrl #(.MaxX(MaxX), .MaxW(MaxW), .TreeRegs(TreeRegs)) u_ctrl (
    .clk_i, .rst_ni,
    .rd_valid_i, .rd_ready_o, .rd_en_o(rd_en),
    .wr_valid_i, .wr_ready_o, .wr_en_o(wr_en),
    .st_valid_i, .st_ready_o, .st_en_o(st_en),
    .st_x_bits_i, .st_w_bits_i, .st_x_signed_i, .st_w_signed_i, .st_cell_i, .st_msb_first_i,
    .st_keep_i, .st_sat_i,
    .rq_valid_o, .rq_ready_i, .rs_valid_o, .rs_ready_i,
    .advance_o(advance),
    .cell_o(cell_type), .x_index_o(x_index), .w_active_o(w_active), .w_sign_o(w_sign),
    .sum_first_o(sum_first), .sum_negative_o(sum_negative), .sum_msb_first_o(sum_msb_first),
    .sum_x_index_o(sum_x_index),
    .store_o(store), .end_keep_o(end_keep), .end_sat_o(end_sat)
  );

  gcim_dcim_lines #(
    .Rows(Rows), .MaxX(MaxX), .GateRows(GateRows), .SpareRows(SpareRows)
  ) u_lines (
    .clk_i,
    .load_i(st_en), .x_i(st_x_i), .row_en_i(st_row_en_i), .repair_en_i(st_repair_en_i),
    .repair_row_i(st_repair_row_i), .x_index_i(x_index),
    .x_bit_o(x_bit), .row_on_o(row_on), .row_count_o(row_count)
  );

  gcim_dcim_array #(
    .Rows(Rows), .Cols(Cols), .MaxW(MaxW), .Group(Group), .SpareRows(SpareRows),
    .LevelsPerReg(LevelsPerReg), .Topology(Topology), .Columns(Columns), .Cell(Cell),
    .Adder(Adder), .K(K), .M(M),
    .PatSize(PatSize), .PatLimit(PatLimit), .PatSet(PatSet), .PatPolicy(PatPolicy)
  ) u_array (
    .clk_i, .advance_i(advance),
    .wr_en_i(wr_en), .wr_addr_i, .wr_data_i,
    .rd_en_i(rd_en), .rd_addr_i, .rd_data_o(rq_data_o),
    .cell_i(cell_type), .x_bit_i(x_bit), .row_on_i(row_on), .row_count_i(row_count),
    .w_active_i(w_active), .w_sign_i(w_sign),
    .col_sum_o(tap_col_sum)
  );

  for (genvar c = 0; c < Cols; c++) begin : gen_col
    gcim_dcim_tile #(
      .Digits(Digits), .Group(Group), .SumBits(SumBits), .TileBits(TileBits), .AccWidth(AccWidth)
    ) u_tile (
      .clk_i, .rst_ni, .advance_i(advance),
      .col_sum_i(tap_col_sum[c*Digits*SumBits +: Digits*SumBits]),
      .first_i(sum_first), .negative_i(sum_negative), .msb_first_i(sum_msb_first),
      .x_index_i(sum_x_index),
      .store_i(store), .keep_i(end_keep), .sat_i(end_sat),
      .tile_sum_o(tap_tile_sum[c*TileBits +: TileBits]),
      .acc_o(rs_acc_o[c*AccWidth +: AccWidth]), .ovf_o(rs_ovf_o[c])
    );
  end

endmodule

`default_nettype wire
