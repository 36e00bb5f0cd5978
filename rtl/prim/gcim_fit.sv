// gcim_fit: a signed word of InWidth bits brought to OutWidth bits. Combinational.
// Meaning: cmodel/num/fit.c; used by gcim_dcim_tile.
`default_nettype none

module gcim_fit #(
  parameter int InWidth  = 16,
  parameter int OutWidth = 8                            // any, also above InWidth
) (
  input  wire logic [InWidth-1:0]  value_i,             // signed
  input  wire logic                sat_i,               // gcim_pkg::FIT_SAT: to the nearer limit
  output      logic [OutWidth-1:0] value_o,             // signed
  output      logic                overflow_o           // value_i did not fit, whatever sat_i
);

  if (OutWidth >= InWidth) begin : gen_extend
    logic unused;

    assign unused     = sat_i;
    assign value_o    = OutWidth'($signed(value_i));
    assign overflow_o = 1'b0;
  end else begin : gen_cut
    logic [InWidth-OutWidth:0] top;                     // all equal exactly when the value fits
    logic                      sign;
    logic [OutWidth-1:0]       limit;

    assign top        = value_i[InWidth-1:OutWidth-1];
    assign sign       = value_i[InWidth-1];
    assign limit      = (OutWidth'(1) << (OutWidth-1)) ^ {OutWidth{!sign}};
    assign overflow_o = top != {(InWidth-OutWidth+1){sign}};

    assign value_o    = sat_i == gcim_pkg::FIT_SAT && overflow_o ? limit
                                                                 : value_i[OutWidth-1:0];
  end

endmodule

`default_nettype wire
