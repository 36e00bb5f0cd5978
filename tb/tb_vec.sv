// tb_vec: vector files without DPI, for Verilator (--binary --timing) and Icarus (-g2012).
// Format: vectors/vec.h. What depends on the unit (gcim_vec_pkg, gcim_vec_dut) is written by
// `gcim vecbench`.
//
//   +vec=FILE    the file; its unit, configuration and card must be those of the generated part
//
// Drives whole lines on falling edges and compares on rising ones. Ends with the line
//   vec <unit> <config>: planned N executed N compared N mismatches N
// and $fatal unless all lines the file promises were executed and compared without a mismatch. Who
// runs it may judge by that line alone.
`default_nettype none
// The bench sets whole lines at falling edges; nothing else reads them at that edge.
/* verilator lint_off BLKSEQ */

module tb_vec #(
  parameter int Depth     = 16384,                     // lines a file may have
  parameter int ShowLimit = 10                         // mismatches printed
);
  localparam int LineBits   = gcim_vec_pkg::LineBits;
  localparam int Latency    = gcim_vec_pkg::Latency;
  localparam bit IsClocked  = gcim_vec_pkg::IsClocked;
  localparam int ResetEdges = 3;
  localparam int BubbleGap  = 5;                       // transactions: a gap at every fifth edge
  localparam int IdleEdges  = Latency + 4;             // after the last line: nothing more may come
  localparam int WordChars  = 64;

  logic [LineBits-1:0] lines [0:Depth-1];
  logic                clk, rst_n, valid, valid_out;
  logic [LineBits-1:0] line, actual, expected, care;
  logic [8*1024-1:0]   path;
  logic                running, loaded;
  int                  planned, executed, compared, mismatches;
  int                  edges, idle, next_case, expected_case;
  int                  driven [0:Latency];             // case now, one edge ago, ...; -1: none

  gcim_vec_dut u_dut (
    .clk_i(clk), .rst_ni(rst_n), .valid_i(valid), .line_i(line),
    .valid_o(valid_out), .actual_o(actual)
  );

  // ---- the file: header, number of lines, values ----

  localparam int UnitField = 1, ConfigField = 2, CardField = 3, EndField = 4;
  logic [8*WordChars-1:0] unit_name, config_name, card_name;
  int                     file, found;                // lines of values

  task automatic take_letter(input int field, input logic [7:0] letter);
    case (field)
      UnitField:   unit_name   = {unit_name[8*WordChars-9:0], letter};
      ConfigField: config_name = {config_name[8*WordChars-9:0], letter};
      CardField:   card_name   = {card_name[8*WordChars-9:0], letter};
      default:     planned     = 10 * planned + 32'(letter) - 48;
    endcase
  endtask

  // Letter by letter: simulators differ in how $sscanf takes the blanks in front of a $fgets.
  task automatic read_header;
    int                     letter, row, field;
    logic [8*WordChars-1:0] tail;                      // of the current line
    letter = 0;
    row = 0;
    field = 0;
    tail = '0;
    while (letter >= 0) begin
      letter = $fgetc(file);
      if (letter == 10) begin
        row = row + 1;
        field = 0;
        tail = '0;
      end else begin
        if (letter == 32) field = 0;
        else if (field != 0 && letter > 0) take_letter(field, letter[7:0]);
        if (tail == '0 && letter != "/" && letter >= 0) found = found + 1;
        tail = {tail[8*WordChars-9:0], letter[7:0]};
        if (row == 1 && tail[8*6-1:0] == "unit: ") field = UnitField;
        if (row == 1 && tail[8*15-1:0] == "configuration: ") field = ConfigField;
        if (row == 2 && tail[8*6-1:0] == "card: ") field = CardField;
        if (tail == (8*WordChars)'(56'("// end "))) field = EndField;
      end
    end
  endtask

  task automatic load_file;
    loaded = 1'b0;
    planned = 0;
    found = 0;
    unit_name = '0;
    config_name = '0;
    card_name = '0;
    if ($value$plusargs("vec=%s", path) == 0) $display("tb_vec: no file; name it with +vec=FILE");
    else begin
      file = $fopen(path, "r");
      if (file == 0) $display("tb_vec: %0s: cannot open; name a readable vector file", path);
      else begin
        read_header;
        $fclose(file);
        if (planned == 0) $display("tb_vec: %0s: no end line: truncated, or no vector file", path);
        else if (unit_name != (8*WordChars)'(gcim_vec_pkg::Unit) ||
                 config_name != (8*WordChars)'(gcim_vec_pkg::Config) ||
                 card_name != (8*WordChars)'(gcim_vec_pkg::Card)) begin
          $display("tb_vec: %0s: is of %0s %0s, card %0s; this bench is for %0s %0s, card %0s:",
                   path, unit_name, config_name, card_name, gcim_vec_pkg::Unit,
                   gcim_vec_pkg::Config, gcim_vec_pkg::Card, " make both from one library");
        end else if (found != planned) begin
          $display("tb_vec: %0s: %0d lines of values, the end line says %0d: damaged", path, found,
                   planned);
        end else if (planned > Depth) begin
          $display("tb_vec: %0s: %0d lines; Depth is %0d, raise it", path, planned, Depth);
        end else begin
          $readmemh(path, lines, 0, planned - 1);
          loaded = 1'b1;
        end
      end
    end
  endtask

  initial begin
    clk = 1'b0;
    rst_n = 1'b0;
    valid = 1'b0;
    line = '0;
    running = 1'b1;
    executed = 0;
    compared = 0;
    mismatches = 0;
    edges = 0;
    next_case = 0;
    idle = 0;
    for (int i = 0; i <= Latency; i++) driven[i] = -1;
    load_file;
    if (!loaded) planned = 0;
    while (running) begin
      #5 clk = ~clk;
    end
  end

  // ---- drive ----

  // A transaction unit sees the complement of the next line where no beat is: it must not matter.
  task automatic drive_line;
    if (next_case < planned && (IsClocked || edges % BubbleGap != 0)) begin
      line = lines[next_case];
      valid = 1'b1;
      driven[0] = next_case;
      next_case = next_case + 1;
    end else begin
      if (!IsClocked && next_case < planned) line = ~lines[next_case];
      valid = 1'b0;
      driven[0] = -1;
    end
  endtask

  always @(negedge clk) begin
    edges = edges + 1;
    if (edges > ResetEdges) begin
      rst_n = 1'b1;
      if (executed == planned) idle = idle + 1;
      if (!loaded || idle == IdleEdges) finish_run;
      else drive_line;
    end
  end

  // ---- compare ----

  task automatic compare_line;
    expected = lines[expected_case];
    care = gcim_vec_pkg::care_of(expected);
    executed = executed + 1;
    if (care != '0) compared = compared + 1;
    if (((actual ^ expected) & care) !== '0) begin
      mismatches = mismatches + 1;
      if (mismatches <= ShowLimit) begin
        $display("line %0d of values differs:", expected_case);
        $display("  bits     %h", (actual ^ expected) & care);
        $display("  expected %h", expected);
        $display("  actual   %h", actual);
      end
    end
  endtask

  always @(posedge clk) begin
    if (rst_n && loaded) begin
      expected_case = driven[Latency];
      if (!IsClocked && valid_out !== (expected_case >= 0)) begin
        mismatches = mismatches + 1;
        if (mismatches <= ShowLimit) begin
          $display("edge %0d: valid_o is %b, must be %b", edges, valid_out, expected_case >= 0);
        end
      end
      if (expected_case >= 0) compare_line;
      for (int i = Latency; i > 0; i--) driven[i] = driven[i-1];
    end
  end

  // ---- verdict ----

  task automatic finish_run;
    running = 1'b0;
    $display("vec %0s %0s: planned %0d executed %0d compared %0d mismatches %0d",
             gcim_vec_pkg::Unit, gcim_vec_pkg::Config, planned, executed, compared, mismatches);
    if (planned == 0 || executed != planned || compared != planned || mismatches != 0) begin
      $fatal(1, "vector file not passed");
    end
    $finish;
  endtask

endmodule

`default_nettype wire
