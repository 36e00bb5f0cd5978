// prims_top: the numeric parts of rtl/prim side by side, for prims_main.cpp.
`default_nettype none

module prims_top (
  input  wire logic [5:0]   small_value_i,
  input  wire logic [19:0]  wide_value_i,
  input  wire logic [4:0]   drop_i,
  input  wire logic [2:0]   mode_i,
  output      logic [5:0]   small_value_o,
  output      logic [19:0]  wide_value_o,
  output      logic         small_inexact_o,
  output      logic         wide_inexact_o,
  input  wire logic [9:0]   fit_value_i,
  input  wire logic         sat_i,
  output      logic [3:0]   fit4_o,
  output      logic [11:0]  fit12_o,
  output      logic         fit4_overflow_o,
  output      logic         fit12_overflow_o,
  input  wire logic [127:0] counter_i,
  input  wire logic [63:0]  key_i,
  output      logic [127:0] random_o
);

  gcim_round_shift #(.Width(6), .DropBits(5)) u_small (
    .value_i(small_value_i), .drop_i(drop_i), .mode_i(mode_i),
    .value_o(small_value_o), .inexact_o(small_inexact_o)
  );
  gcim_round_shift #(.Width(20), .DropBits(5)) u_wide (
    .value_i(wide_value_i), .drop_i(drop_i), .mode_i(mode_i),
    .value_o(wide_value_o), .inexact_o(wide_inexact_o)
  );
  gcim_fit #(.InWidth(10), .OutWidth(4)) u_fit4 (
    .value_i(fit_value_i), .sat_i(sat_i), .value_o(fit4_o), .overflow_o(fit4_overflow_o)
  );
  gcim_fit #(.InWidth(10), .OutWidth(12)) u_fit12 (
    .value_i(fit_value_i), .sat_i(sat_i), .value_o(fit12_o), .overflow_o(fit12_overflow_o)
  );
  gcim_philox u_philox (.counter_i(counter_i), .key_i(key_i), .random_o(random_o));

endmodule

`default_nettype wire
