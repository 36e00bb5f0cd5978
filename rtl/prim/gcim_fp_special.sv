// gcim_fp_special: code of an infinity or of a NaN. Combinational.
// Meaning: cmodel/unit/fp_norm.def, 9 to 11.
`default_nettype none

module gcim_fp_special #(
  parameter  int ExpBits  = 5,                         // 1..8
  parameter  int ManBits  = 10,                        // 1..23
  parameter  int Kind     = gcim_pkg::FLOAT_IEEE,
  localparam int CodeBits = 1 + ExpBits + ManBits
) (
  input  wire logic                is_inf_i,           // 1: an infinity, 0: a NaN
  input  wire logic                sign_i,
  input  wire logic [ManBits-1:0]  payload_i,          // of a NaN
  input  wire logic [1:0]          ovf_i,              // gcim_pkg::OVF_*: of an infinity
  input  wire logic [2:0]          nan_i,              // gcim_pkg::NAN_*
  input  wire logic                neg_zero_i,         // 1: a zero result is positive
  output      logic [CodeBits-1:0] code_o,
  output      logic                sat_o,              // an infinity became the largest number
  output      logic                made_nan_o,         // an infinity became a NaN
  output      logic                nv_o                // a NaN became a number
);

  localparam int FieldBits = ExpBits + ManBits;
  localparam logic [FieldBits-1:0] Ones    = {FieldBits{1'b1}};
  localparam logic [FieldBits-1:0] Largest =
      Ones ^ (FieldBits'(Kind == gcim_pkg::FLOAT_IEEE) << ManBits)
           ^ FieldBits'(Kind == gcim_pkg::FLOAT_FN);
  localparam logic [FieldBits-1:0] Infinity = Ones << ManBits;
  localparam logic [ManBits-1:0]   Quiet    = ManBits'(1) << (ManBits - 1);

  logic                 stays;
  logic [ManBits-1:0]   payload;
  logic [FieldBits-1:0] canonical, nan_field;
  logic                 nan_sign, nan_zero, nan_max;

  assign stays      = is_inf_i && (ovf_i == gcim_pkg::OVF_IEEE || ovf_i == gcim_pkg::OVF_INF);
  assign sat_o      = (is_inf_i && ovf_i == gcim_pkg::OVF_SAT)
                      || (stays && Kind == gcim_pkg::FLOAT_FINITE);
  assign made_nan_o = (is_inf_i && ovf_i == gcim_pkg::OVF_NAN)
                      || (stays && Kind == gcim_pkg::FLOAT_FN);

  // NaN. A format without NaN has a zero in its place.
  assign payload   = is_inf_i ? '0 : payload_i;
  assign canonical = Kind == gcim_pkg::FLOAT_IEEE ? Infinity | FieldBits'(Quiet) : Ones;
  assign nan_max   = nan_i == gcim_pkg::NAN_MAX;
  assign nan_zero  = nan_i == gcim_pkg::NAN_ZERO || (Kind == gcim_pkg::FLOAT_FINITE && !nan_max);

  assign nan_sign  = nan_zero ? sign_i && !neg_zero_i
                              : nan_max || nan_i == gcim_pkg::NAN_SIGN
                                || nan_i == gcim_pkg::NAN_PAYLOAD ? sign_i : 1'b0;

  always_comb begin
    case (nan_i)
      gcim_pkg::NAN_ONES:    nan_field = nan_zero ? '0 : Ones;
      gcim_pkg::NAN_PAYLOAD: nan_field = nan_zero ? '0 : canonical | FieldBits'(payload);
      gcim_pkg::NAN_MAX:     nan_field = Largest;
      default:               nan_field = nan_zero ? '0 : canonical;
    endcase
  end

  // Neither the largest number nor an infinity: a NaN.
  logic infinite;

  assign infinite = stays && Kind == gcim_pkg::FLOAT_IEEE;
  assign nv_o     = !sat_o && !infinite && (nan_zero || nan_max);
  assign code_o   = sat_o    ? {sign_i, Largest}
                  : infinite ? {sign_i, Infinity}
                             : {nan_sign, nan_field};

endmodule

`default_nettype wire
