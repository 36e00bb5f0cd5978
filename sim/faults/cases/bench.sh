# The bench must see that it was cheated: nothing compared, an episode dropped, no weight ever
# written, nowhere to report.
macro=$build/bench/plain/dcim_macro
tree=$build/bench/plain/add_tree
short="--config tiny --count 20 --out $work --quiet"
# shellcheck disable=SC2086
{
  control bench-as-it-is "$macro" $short
  fault compare-disabled 1 'planned, executed and compared episodes differ
0 output beats compared' "$macro" $short --break compare
  fault compare-disabled-tree 1 '0 output beats compared' "$tree" $short --break compare
  fault episode-dropped 1 'planned 20 executed 19
planned, executed and compared episodes differ' "$macro" $short --break episode
  fault episode-dropped-tree 1 'planned 20 executed 19' "$tree" $short --break episode
  fault no-weight-written 1 '0 output beats compared' "$macro" $short --config digits --no-load
  fault report-lost red 'space|write' sh -c "\"$macro\" $short > /dev/full"
}
