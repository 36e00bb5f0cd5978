// gcim_adapt_addr: a DUT's address lines as a binary address. Combinational. bad_o goes to fault_i
// of the flow checker.
`default_nettype none

module gcim_adapt_addr #(
  parameter int InBits      = 8,        // lines
  parameter int OutBits     = 3,        // bits of the card's address
  parameter int Code        = 0,        // 0 binary, 1 Gray, 2 one-hot (word lines)
  parameter bit ReverseBits = 1'b0,
  parameter bit Invert      = 1'b0
) (
  input  wire logic               valid_i,   // the address counts at this edge
  input  wire logic [InBits-1:0]  in_i,
  output      logic [OutBits-1:0] out_o,
  // a one-hot address without exactly one line, or one that does not fit
  output      logic               bad_o
);

  localparam int Wide = InBits > OutBits ? InBits : OutBits;

  logic [InBits-1:0] lines;
  logic [Wide-1:0]   value;
  int                count;

  always_comb begin
    for (int i = 0; i < InBits; i++) begin
      lines[i] = Invert ^ in_i[ReverseBits ? InBits - 1 - i : i];
    end
    value = Wide'(lines);
    count = 1;
    if (Code == 1) begin
      for (int i = InBits - 2; i >= 0; i--) begin
        value[i] = value[i+1] ^ lines[i];
      end
    end else if (Code == 2) begin
      value = '0;
      count = 0;
      for (int i = 0; i < InBits; i++) begin
        if (lines[i]) begin
          value = Wide'(i);
          count = count + 1;
        end
      end
    end
    out_o = OutBits'(value);
    bad_o = valid_i && (count != 1 || Wide'(out_o) != value);
  end

endmodule

`default_nettype wire
