// gcim_dcim_lines: input side of gcim_dcim_macro: row enables, repair, and the bit of every x that
// runs, as one bit per physical row. Taken at load_i, visible from the next edge on.
// Meaning: cmodel/unit/dcim_macro.c; algorithm: cmodel/unit/dcim_macro.def, 10..12.
`default_nettype none

module gcim_dcim_lines #(
  parameter  int Rows       = 64,
  parameter  int MaxX       = 8,
  parameter  int GateRows   = 64,
  parameter  int SpareRows  = 1,
  localparam int PhysRows   = Rows + SpareRows,
  localparam int AddrBits   = PhysRows > 1 ? $clog2(PhysRows) : 1,
  localparam int GateGroups = (Rows + GateRows - 1) / GateRows,
  localparam int SpareBits  = SpareRows > 0 ? SpareRows : 1,
  localparam int RepairBits = SpareRows > 0 ? SpareRows * AddrBits : 1,
  localparam int CountBits  = $clog2(Rows + 1)
) (
  input  wire logic                  clk_i,
  input  wire logic                  load_i,            // a tile is accepted
  input  wire logic [Rows*MaxX-1:0]  x_i,
  input  wire logic [GateGroups-1:0] row_en_i,
  input  wire logic [SpareBits-1:0]  repair_en_i,
  input  wire logic [RepairBits-1:0] repair_row_i,
  input  wire logic [3:0]            x_index_i,         // the x bit of the running bit cycle
  output      logic [PhysRows-1:0]   x_bit_o,           // that bit of every row
  output      logic [PhysRows-1:0]   row_on_o,          // rows that contribute
  output      logic [CountBits-1:0]  row_count_o        // how many they are
);

  // Bit planes of x: plane k holds bit k of all rows, so that a bit cycle only selects one.
  logic [MaxX*PhysRows-1:0] planes_q;
  logic [PhysRows-1:0]      row_on_q;
  logic [CountBits-1:0]     row_count_q;

  logic [SpareBits*AddrBits-1:0] repair_row;            // the port, or a dummy without spares

  assign repair_row = (SpareBits*AddrBits)'(repair_row_i);

  // A spare carries the x of the row it stands in for.
  function automatic logic [MaxX*PhysRows-1:0] planes_of(
    input logic [Rows*MaxX-1:0] x, input logic [SpareBits*AddrBits-1:0] rows
  );
    logic [AddrBits-1:0] row;
    for (int r = 0; r < Rows; r++) begin
      for (int k = 0; k < MaxX; k++) begin
        planes_of[k*PhysRows + r] = x[r*MaxX + k];
      end
    end
    for (int s = 0; s < SpareRows; s++) begin
      row = rows[s*AddrBits +: AddrBits];
      for (int k = 0; k < MaxX; k++) begin
        planes_of[k*PhysRows + Rows + s] = 32'(row) < Rows && x[32'(row)*MaxX + k];
      end
    end
  endfunction

  // A spare takes the enable away from its row, so a later spare finds it off: the lowest wins.
  function automatic logic [PhysRows-1:0] row_on_of(
    input logic [GateGroups-1:0] row_en, input logic [SpareBits-1:0] repair_en,
    input logic [SpareBits*AddrBits-1:0] rows
  );
    logic [AddrBits-1:0] row;
    row_on_of = '0;
    for (int r = 0; r < Rows; r++) begin
      row_on_of[r] = row_en[r / GateRows];
    end
    for (int s = 0; s < SpareRows; s++) begin
      row = rows[s*AddrBits +: AddrBits];
      if (repair_en[s] && 32'(row) < Rows) begin
        row_on_of[Rows + s] = row_on_of[row];
        row_on_of[row]      = 1'b0;
      end
    end
  endfunction

  // Repair moves a row and never changes their number.
  function automatic logic [CountBits-1:0] row_count_of(input logic [GateGroups-1:0] row_en);
    row_count_of = '0;
    for (int r = 0; r < Rows; r++) begin
      row_count_of = row_count_of + CountBits'(row_en[r / GateRows]);
    end
  endfunction

  // The functions stand here, not on wires: a simulator then evaluates them once per tile.
  always_ff @(posedge clk_i) begin
    if (load_i) begin
      planes_q    <= planes_of(x_i, repair_row);
      row_on_q    <= row_on_of(row_en_i, repair_en_i, repair_row);
      row_count_q <= row_count_of(row_en_i);
    end
  end

  always_comb begin
    x_bit_o = '0;
    for (int k = 0; k < MaxX; k++) begin
      if (x_index_i == 4'(k)) begin
        x_bit_o = planes_q[k*PhysRows +: PhysRows];
      end
    end
  end

  assign row_on_o    = row_on_q;
  assign row_count_o = row_count_q;

endmodule

`default_nettype wire
