// gcim_dcim_array: cells and adder trees of all columns of gcim_dcim_macro. From the running bit
// cycle to its column sums: TreeRegs edges; a read word: one edge.
// Meaning: cmodel/unit/dcim_macro.c; algorithm: cmodel/unit/dcim_macro.def, 1, 3, 13, 14, 21, 23.
`default_nettype none

module gcim_dcim_array #(
  parameter  int Rows         = 64,
  parameter  int Cols         = 8,
  parameter  int MaxW         = 8,
  parameter  int Group        = 4,
  parameter  int SpareRows    = 1,
  parameter  int LevelsPerReg = 0,
  parameter  int Topology     = gcim_pkg::BINARY,
  parameter  int Columns      = 0,                        // see gcim_dcim_digit
  parameter  int Cell         = 6,
  parameter  int Adder        = gcim_pkg::ADD_EXACT,
  parameter  int K            = 0,
  parameter  int M            = 0,
  parameter  int PatSize      = 4,
  parameter  int PatLimit     = 1,
  parameter  int PatSet       = 65535,
  parameter  int PatPolicy    = gcim_pkg::SELECT,
  localparam int PhysRows     = Rows + SpareRows,
  localparam int AddrBits     = PhysRows > 1 ? $clog2(PhysRows) : 1,
  localparam int CountBits    = $clog2(Rows + 1),
  localparam int Digits       = (MaxW + Group - 1) / Group,
  localparam bit ApxTree      = PhysRows > 1 &&
                                (Topology >= gcim_pkg::WALLACE || Columns > 0 || Adder > 0),
  localparam int SumBits      = Group + 1 + $clog2(Rows) + (ApxTree ? 1 : 0)
) (
  input  wire logic                           clk_i,
  input  wire logic                           advance_i,
  input  wire logic                           wr_en_i,
  input  wire logic [AddrBits-1:0]            wr_addr_i,
  input  wire logic [Cols*MaxW-1:0]           wr_data_i,
  input  wire logic                           rd_en_i,
  input  wire logic [AddrBits-1:0]            rd_addr_i,
  output      logic [Cols*MaxW-1:0]           rd_data_o,
  input  wire logic [1:0]                     cell_i,
  input  wire logic [PhysRows-1:0]            x_bit_i,
  input  wire logic [PhysRows-1:0]            row_on_i,
  input  wire logic [CountBits-1:0]           row_count_i,
  input  wire logic [MaxW-1:0]                w_active_i,
  input  wire logic [MaxW-1:0]                w_sign_i,
  output      logic [Cols*Digits*SumBits-1:0] col_sum_o   // column c, group g at c*Digits+g
);

  localparam int LineBits = PhysRows * Group;
  localparam int Stages   = gcim_pkg::tree_regs($clog2(PhysRows), LevelsPerReg);

  // Lines that all columns share. An address at or above PhysRows shifts its line out.
  logic [LineBits-1:0] wr_line, on_line, x_line, x_line_n;
  logic                is_xnor, sum_xnor;

  assign wr_line  = LineBits'({Group{1'b1}}) << (32'(wr_addr_i) * Group);
  assign x_line_n = ~x_line;
  assign is_xnor  = cell_i == gcim_pkg::CELL_XNOR;

  for (genvar r = 0; r < PhysRows; r++) begin : gen_row
    assign on_line[r*Group +: Group] = {Group{row_on_i[r]}};
    assign x_line[r*Group +: Group]  = {Group{x_bit_i[r]}};
  end

  gcim_delay #(.Width(1), .Stages(Stages)) u_xnor (
    .clk_i, .en_i(advance_i), .data_i(is_xnor), .data_o(sum_xnor)
  );

  for (genvar g = 0; g < Digits; g++) begin : gen_digit
    localparam int Bits = (g + 1) * Group > MaxW ? MaxW - g * Group : Group;

    logic [Group-1:0]    active, sign;
    logic [LineBits-1:0] mask, flip;
    logic [SumBits-1:0]  offset, sum_offset;

    assign active = Group'(w_active_i[g*Group +: Bits]);
    assign sign   = Group'(w_sign_i[g*Group +: Bits]);
    assign mask   = on_line & {PhysRows{active}};
    assign flip   = on_line & {PhysRows{sign}};
    // Read as a number, active is 2^n - 1 and sign is 2^j or 0: see gcim_dcim_digit.
    assign offset = SumBits'(row_count_i) * (is_xnor ? SumBits'(active) : SumBits'(sign));

    gcim_delay #(.Width(SumBits), .Stages(Stages)) u_offset (
      .clk_i, .en_i(advance_i), .data_i(offset), .data_o(sum_offset)
    );

    for (genvar c = 0; c < Cols; c++) begin : gen_col
      gcim_dcim_digit #(
        .PhysRows(PhysRows), .Group(Group), .Bits(Bits), .SumBits(SumBits),
        .LevelsPerReg(LevelsPerReg), .Topology(Topology), .Columns(Columns), .Cell(Cell),
        .Adder(Adder), .K(K), .M(M),
        .PatSize(PatSize), .PatLimit(PatLimit), .PatSet(PatSet), .PatPolicy(PatPolicy)
      ) u_digit (
        .clk_i, .advance_i,
        .wr_en_i, .wr_line_i(wr_line), .wr_digit_i(wr_data_i[c*MaxW + g*Group +: Bits]),
        .rd_en_i, .rd_addr_i, .rd_digit_o(rd_data_o[c*MaxW + g*Group +: Bits]),
        .cell_i, .line_i(x_line), .line_ni(x_line_n), .mask_i(mask), .flip_i(flip),
        .sum_xnor_i(sum_xnor), .sum_offset_i(sum_offset),
        .sum_o(col_sum_o[(c*Digits+g)*SumBits +: SumBits])
      );
    end
  end

endmodule

`default_nettype wire
