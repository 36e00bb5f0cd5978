// gcim_fp_unpack: floating-point code to sign, exponent, significand and class. Combinational.
// Meaning: cmodel/unit/fp_decode.def, 5 to 9. Value: (-1)^sign * sig * 2^(exp - bias - ManBits).
`default_nettype none

module gcim_fp_unpack #(
  parameter  int ExpBits  = 5,                         // 1..8
  parameter  int ManBits  = 10,                        // fraction bits, 1..23
  parameter  int Kind     = gcim_pkg::FLOAT_IEEE,
  localparam int CodeBits = 1 + ExpBits + ManBits,
  localparam int SigBits  = ManBits + 1
) (
  input  wire logic [1:0]          specials_i,         // gcim_pkg::SPECIAL_*
  input  wire logic                daz_i,              // 1: subnormals are zeros
  input  wire logic [CodeBits-1:0] code_i,
  output      logic                sign_o,
  output      logic [ExpBits-1:0]  exp_o,              // 1 for subnormals, zeros and specials
  output      logic [SigBits-1:0]  sig_o,              // with its hidden bit; 0 for specials
  output      logic                is_zero_o,
  output      logic                is_sub_o,
  output      logic                is_inf_o,
  output      logic                is_nan_o,
  output      logic                is_snan_o
);

  localparam int FieldBits = ExpBits + ManBits;

  // Exponent and fraction of the largest finite number: all ones but for one bit.
  localparam logic [FieldBits-1:0] Largest =
      {FieldBits{1'b1}} ^ (FieldBits'(Kind == gcim_pkg::FLOAT_IEEE) << ManBits)
                        ^ FieldBits'(Kind == gcim_pkg::FLOAT_FN);

  logic [FieldBits-1:0] given, field;
  logic [ExpBits-1:0]   exp;
  logic [ManBits-1:0]   man;
  logic                 top_exp, zero_man, full_man, quiet;
  logic                 inf, nan, special, normal;

  assign given    = code_i[FieldBits-1:0];
  assign top_exp  = given[FieldBits-1:ManBits] == {ExpBits{1'b1}};
  assign zero_man = given[ManBits-1:0] == '0;
  assign full_man = given[ManBits-1:0] == {ManBits{1'b1}};
  assign quiet    = given[ManBits-1];
  assign inf      = Kind == gcim_pkg::FLOAT_IEEE && top_exp && zero_man;
  assign nan      = (Kind == gcim_pkg::FLOAT_IEEE && top_exp && !zero_man)
                    || (Kind == gcim_pkg::FLOAT_FN && top_exp && full_man);

  // What a special code is read as. Under SPECIAL_IEEE it stays special, whatever stands here.
  always_comb begin
    case (specials_i)
      gcim_pkg::SPECIAL_ZERO: field = inf ? Largest : nan ? '0 : given;
      gcim_pkg::SPECIAL_MAX:  field = inf || nan ? Largest : given;
      default:                field = given;
    endcase
  end

  assign special = specials_i == gcim_pkg::SPECIAL_IEEE && (inf || nan);
  assign exp     = field[FieldBits-1:ManBits];
  assign man     = field[ManBits-1:0];
  assign normal  = exp != '0;

  assign sign_o    = code_i[CodeBits-1];
  assign exp_o     = special || !normal ? ExpBits'(1) : exp;
  assign sig_o     = special || (daz_i && !normal) ? '0 : {normal, man};
  assign is_zero_o = !special && !normal && (daz_i || man == '0);
  assign is_sub_o  = !special && !normal && !daz_i && man != '0;
  assign is_inf_o  = special && inf;
  assign is_nan_o  = special && nan;
  assign is_snan_o = special && nan && Kind == gcim_pkg::FLOAT_IEEE && !quiet;

endmodule

`default_nettype wire
