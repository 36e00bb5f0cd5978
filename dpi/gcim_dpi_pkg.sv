// gcim_dpi_pkg: the SystemVerilog side of the boundary, for every unit. Its C twin is gcim_dpi.h.
package gcim_dpi_pkg;

  // "Rows=64 Cols=8 identity=<hex>"; null on error
  import "DPI-C" function chandle gcim_dpi_new(input string unit, input string params);
  // one rising edge: 16 words a chunk, the last chunk compares; opt: bit k compares tap k
  import "DPI-C" function int gcim_dpi_clock(input chandle model, input int rst_n, input int opt,
                                             input int chunk, input bit [511:0] words);
  // a printed tree: the fingerprint that its Verilog holds against the library's network
  import "DPI-C" function int gcim_dpi_network(input chandle model, input bit [63:0] fingerprint);
  import "DPI-C" function int gcim_dpi_final(input chandle model);
  import "DPI-C" function string gcim_dpi_summary(input chandle model);
  // the index-th coverage bin, "<hits><tab><name>"; "" past the last
  import "DPI-C" function string gcim_dpi_bin(input chandle model, input int index);
  // where checkers write coverage, "" for nowhere
  import "DPI-C" function string gcim_dpi_cover_prefix();
  import "DPI-C" function void gcim_dpi_free(input chandle model);
  import "DPI-C" function string gcim_dpi_error();
  // flow checking: commands and answers in order, whatever the latency
  import "DPI-C" function int gcim_dpi_flow_command(input chandle model, input int channel,
                                                    input int chunk, input bit [511:0] words);
  import "DPI-C" function int gcim_dpi_flow_answer(input chandle model, input int channel,
                                                   input int chunk, input bit [511:0] words);
  import "DPI-C" function int gcim_dpi_flow_tick(input chandle model, input int rst_n,
                                                 input int max_latency);
  // what is compared of an output field (bits -1: all above low, 0: none); a fault of the glue
  import "DPI-C" function int gcim_dpi_flow_mask(input chandle model, input int signal,
                                                 input int low, input int bits);
  import "DPI-C" function int gcim_dpi_flow_fault(input chandle model, input string what);

endpackage
