// gcim_apx_sum: adder tree of approximate adders and cells, BINARY or CARRY_SAVE, without the
// constant of gcim_apx_tree. Combinational. Algorithm: cmodel/unit/apx_tree.def, 5..8 and 13.
`default_nettype none

module gcim_apx_sum #(
  parameter  int Lanes      = 8,                       // words, 2..1024
  parameter  int Width      = 8,                       // bits per word, 1..32
  parameter  int Topology   = gcim_pkg::BINARY,        // or gcim_pkg::CARRY_SAVE
  parameter  int Scheme     = gcim_pkg::SCHEME_UNSIGNED,
  parameter  int Columns    = 0,                       // CARRY_SAVE: columns with such cells
  parameter  int Cell       = 6,                       // row of cmodel/num/apx_cells.def
  parameter  int UserS      = 150,                     // row 1: truth tables
  parameter  int UserC      = 232,
  parameter  int AltCell    = 0,                       // every AltPeriod-th cell of a column
  parameter  int AltPeriod  = 0,
  parameter  int Compressor = 0,                       // CARRY_SAVE: row of the 4:2 compressors
  parameter  int User4S     = 59798,                   // row 1: truth tables
  parameter  int User4C     = 65256,
  parameter  int Adder      = gcim_pkg::ADD_EXACT,
  parameter  int K          = 0,                       // approximated low bits of an adder
  parameter  int M          = 0,                       // its low bits forced to 1
  parameter  int LevelFrom  = 1,                       // BINARY: levels with that adder
  parameter  int LevelTo    = 10,
  parameter  int MaxBits    = 0,                       // BINARY: widest word, 0: grows
  localparam int Levels     = $clog2(Lanes),
  localparam int SumBits    = MaxBits == 0 || MaxBits > Width + Levels ? Width + Levels : MaxBits
) (
  input  wire logic [Lanes*Width-1:0] data_i,          // lane 0 in the low bits
  input  wire logic                   sat_i,           // MaxBits: gcim_pkg::FIT_SAT
  input  wire logic                   approx_i,        // 0: every cell and adder is exact
  output      logic [SumBits-1:0]     sum_o,
  output      logic [2*SumBits-1:0]   rows_o           // tap_rows
);

  localparam bit Planes   = Scheme == gcim_pkg::SCHEME_PLANE;
  localparam bit IsSigned = Scheme == gcim_pkg::SCHEME_EXTEND;
  localparam int LaneBits = Planes && Width > 1 ? Width - 1 : Width;     // of the first tree

  localparam logic [Width-1:0] SignBit = Width'(1) << (Width-1);

  localparam int SMask = Cell == 1 ? UserS : {24'd0, gcim_pkg::fa_sum(Cell)};
  localparam int CMask = Cell == 1 ? UserC : {24'd0, gcim_pkg::fa_carry(Cell)};
  localparam int AltS  = AltCell == 1 ? UserS : {24'd0, gcim_pkg::fa_sum(AltCell)};
  localparam int AltC  = AltCell == 1 ? UserC : {24'd0, gcim_pkg::fa_carry(AltCell)};
  localparam int FourS = Compressor == 1 ? User4S : {16'd0, gcim_pkg::c42_sum(Compressor)};
  localparam int FourC = Compressor == 1 ? User4C : {16'd0, gcim_pkg::c42_carry(Compressor)};

  logic [Lanes*LaneBits-1:0] lanes;
  logic [SumBits-1:0]        sum;                      // of `lanes`
  logic [SumBits-1:0]        root;                     // what the scheme subtracts

  if (Topology == gcim_pkg::CARRY_SAVE) begin : gen_saver
    logic unused;

    gcim_apx_saver #(
      .Lanes(Lanes), .Width(LaneBits), .SumBits(SumBits), .IsSigned(IsSigned),
      .Columns(Columns), .SMask(SMask), .CMask(CMask),
      .AltS(AltS), .AltC(AltC), .AltPeriod(AltPeriod),
      .Compressed(Compressor != 0), .FourS(FourS), .FourC(FourC),
      .Adder(Adder), .K(K), .M(M)
    ) u_tree (
      .data_i(lanes), .approx_i, .sum_o(sum), .rows_o
    );
    assign unused = sat_i;
  end else begin : gen_binary
    gcim_apx_binary #(
      .Lanes(Lanes), .Width(LaneBits), .SumBits(SumBits), .IsSigned(IsSigned),
      .Adder(Adder), .K(K), .M(M), .SMask(SMask), .CMask(CMask),
      .LevelFrom(LevelFrom), .LevelTo(LevelTo), .MaxBits(MaxBits)
    ) u_tree (
      .data_i(lanes), .sat_i, .approx_i, .sum_o(sum), .rows_o
    );
  end

  if (Planes) begin : gen_planes
    logic [Lanes-1:0]    signs;
    logic [Levels:0]     sign_sum;
    logic [2*Levels+1:0] unused_rows;

    for (genvar i = 0; i < Lanes; i++) begin : gen_lane
      assign lanes[i*LaneBits +: LaneBits] = data_i[i*Width +: LaneBits];
      assign signs[i]                      = data_i[i*Width+Width-1];
    end

    if (Topology == gcim_pkg::CARRY_SAVE) begin : gen_saver
      gcim_apx_saver #(.Lanes(Lanes), .Width(1)) u_signs (
        .data_i(signs), .approx_i(1'b0), .sum_o(sign_sum), .rows_o(unused_rows)
      );
    end else begin : gen_binary
      gcim_apx_binary #(.Lanes(Lanes), .Width(1)) u_signs (
        .data_i(signs), .sat_i(1'b0), .approx_i(1'b0), .sum_o(sign_sum), .rows_o(unused_rows)
      );
    end
    assign root = SumBits'(sign_sum) << (Width-1);
  end else if (Scheme == gcim_pkg::SCHEME_INVERT) begin : gen_invert
    assign lanes = data_i ^ {Lanes{SignBit}};
    assign root  = SumBits'(Lanes) << (Width-1);
  end else begin : gen_plain
    assign lanes = data_i;
    assign root  = '0;
  end

  assign sum_o = sum - root;

endmodule

`default_nettype wire
