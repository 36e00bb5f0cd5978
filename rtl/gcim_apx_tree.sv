// gcim_apx_tree: adder tree of approximate adders and cells, five topologies. Latency 1.
// Meaning: cmodel/unit/apx_tree.c. Parameters, ports and cycles: cmodel/unit/apx_tree.def.
// WALLACE, DADDA and ROWS73 need gcim_apx_net, which is printed from a network of cells.
`default_nettype none

module gcim_apx_tree #(
  parameter  int Lanes        = 8,                     // words per transaction, 2..1024
  parameter  int Width        = 8,                     // bits per word, 1..32
  parameter  int Topology     = gcim_pkg::BINARY,      // up to gcim_pkg::ROWS73
  parameter  int Scheme       = gcim_pkg::SCHEME_UNSIGNED,
  parameter  int Columns      = 0,                     // carry-save: columns with such cells
  parameter  int Cell         = 6,                     // row of cmodel/num/apx_cells.def
  parameter  int UserS        = 150,                   // Cell = 1: truth table of the sum
  parameter  int UserC        = 232,                   // and of the carry
  parameter  int AltCell      = 0,                     // every AltPeriod-th cell of a column
  parameter  int AltPeriod    = 0,                     // 0: AltCell is not used
  parameter  int Compressor   = 0,                     // CARRY_SAVE: row of the 4:2 compressors
  parameter  int User4S       = 59798,                 // Compressor = 1: truth table of the sum
  parameter  int User4C       = 65256,                 // and of the carry
  parameter  int Adder        = gcim_pkg::ADD_EXACT,   // up to gcim_pkg::ADD_CHAIN
  parameter  int K            = 0,                     // approximated low bits of an adder
  parameter  int M            = 0,                     // its low bits forced to 1
  parameter  int LevelFrom    = 1,                     // BINARY: levels with that adder
  parameter  int LevelTo      = 10,
  parameter  int MaxBits      = 0,                     // BINARY: widest word, 0: grows
  parameter  int Comp         = 0,                     // constant added at the root
  parameter  int CompNegative = 0,                     // 1: subtracted
  parameter  int AllowSign    = 0,                     // 1: the sign column may be approximated
  localparam int Levels       = $clog2(Lanes),
  localparam int SumBits      = MaxBits == 0 || MaxBits > Width + Levels ? Width + Levels : MaxBits
) (
  input  wire logic                   clk_i,
  input  wire logic                   rst_ni,          // asynchronous, active low
  input  wire logic                   valid_i,
  input  wire logic                   sat_i,           // MaxBits: gcim_pkg::FIT_SAT
  input  wire logic [Lanes*Width-1:0] data_i,          // lane 0 in the low bits
  output      logic                   valid_o,
  output      logic [SumBits-1:0]     sum_o,
  output      logic [2*SumBits-1:0]   tap_rows,        // {second, first} or {upper, lower}
  output      logic [63:0]            tap_fingerprint  // of the network, 0 where there is none
);

  if (K > Width) begin : gen_bad_k
    k_within_width u_error ();
  end
  if (Columns > Width) begin : gen_bad_columns
    columns_within_width u_error ();
  end
  if (MaxBits != 0 && MaxBits < Width) begin : gen_bad_max_bits
    max_bits_hold_a_lane u_error ();
  end
  if (MaxBits != 0 && (Topology != gcim_pkg::BINARY || Scheme > gcim_pkg::SCHEME_EXTEND))
  begin : gen_bad_fixed_width
    fixed_width_is_binary u_error ();
  end
  if (Scheme == gcim_pkg::SCHEME_PLANE && Width < 2) begin : gen_bad_plane
    plane_needs_two_bits u_error ();
  end
  if (Scheme != gcim_pkg::SCHEME_UNSIGNED && (K >= Width || Columns >= Width) &&
      (AllowSign == 0 || Scheme == gcim_pkg::SCHEME_PLANE)) begin : gen_bad_sign
    sign_column_is_exact u_error ();
  end

  localparam logic [SumBits-1:0] Amount = SumBits'(Comp);
  localparam logic [SumBits-1:0] Offset = CompNegative != 0 ? -Amount : Amount;

  logic [SumBits-1:0]   tree;
  logic [2*SumBits-1:0] rows;

  if (Topology >= gcim_pkg::WALLACE) begin : gen_printed
    logic unused;

    gcim_apx_net #(
      .Lanes(Lanes), .Width(Width), .Topology(Topology), .Scheme(Scheme), .Columns(Columns),
      .Cell(Cell), .UserS(UserS), .UserC(UserC), .AltCell(AltCell), .AltPeriod(AltPeriod),
      .Adder(Adder), .K(K), .M(M)
    ) u_net (
      .data_i, .tree_o(tree), .rows_o(rows), .fingerprint_o(tap_fingerprint)
    );
    assign unused = sat_i;
  end else begin : gen_written
    gcim_apx_sum #(
      .Lanes(Lanes), .Width(Width), .Topology(Topology), .Scheme(Scheme), .Columns(Columns),
      .Cell(Cell), .UserS(UserS), .UserC(UserC), .AltCell(AltCell), .AltPeriod(AltPeriod),
      .Compressor(Compressor), .User4S(User4S), .User4C(User4C),
      .Adder(Adder), .K(K), .M(M), .LevelFrom(LevelFrom), .LevelTo(LevelTo), .MaxBits(MaxBits)
    ) u_sum (
      .data_i, .sat_i, .approx_i(1'b1), .sum_o(tree), .rows_o(rows)
    );
    assign tap_fingerprint = '0;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    sum_o    <= tree + Offset;
    tap_rows <= rows;
  end

endmodule

`default_nettype wire
