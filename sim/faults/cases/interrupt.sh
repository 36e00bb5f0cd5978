# Ctrl-C in a running campaign: exit 130, the counts so far, nothing half-written.
calm=$work/interrupt
rm -rf "$calm"
mkdir -p "$calm"
interrupted() { # start, wait until it runs, interrupt, wait
  "$build/bench/plain/dcim_macro" --config "$1" --count 1000000000 --out "$calm" \
    --cover "$calm/cover" &
  pid=$!
  sleep 1
  kill -INT $pid
  wait $pid
}
fault_interrupt() {
  name=$1
  log=$work/$name.log
  interrupted "$2" > "$log" 2>&1
  got=$?
  missing=$(missing_text 'FAIL dcim_macro.* executed [1-9]
interrupted' "$log")
  if [ $got = 130 ] && [ -z "$missing" ]; then
    record ok "$name" 130 $got 'interrupted, counts printed'
  else
    complain "$name" 130 $got "ended with $got${missing:+, does not say '$missing'}" \
      "kill -INT of a campaign of $2"
  fi
}
fault_interrupt interrupt-one tiny
fault_interrupt interrupt-all all
unchanged interrupt-clean "$calm"

# An exhaustive measurement interrupted again and again, in both passes, and killed: the same command ends with the same output.
apx_gcim=$(cd "$build" && pwd)/gcim
apx_line='n=2 w=15 add=eta1(15)'
measured() { # options...: output on standard output; in the background it is the process itself
  exec "$apx_gcim" approx metrics "$apx_line" --method exhaustive "$@"
}
interrupted_measure() { # until it ends by itself; interruptions are told on standard error
  cd "$calm" || exit 1
  got=130 tries=0
  while [ $got = 130 ] && [ $tries -lt 200 ]; do
    tries=$((tries + 1))
    measured > interrupted.txt &
    pid=$!
    sleep 0.3
    kill -INT $pid
    wait $pid
    got=$?
  done
  [ $got = 0 ] && ! ls gcim-approx-*.state && cmp whole.txt interrupted.txt && echo 'same output'
}
killed_measure() { # with a state of our choice, as soon as there is one
  cd "$calm" || exit 1
  measured --state kept.state > killed.txt &
  pid=$!
  while [ ! -e kept.state ]; do
    sleep 0.1
    kill -0 $pid || break
  done
  kill -KILL $pid
  wait $pid
  got=$?
  (measured --state kept.state) > killed.txt && [ $got = 137 ] && [ ! -e kept.state ] &&
    cmp whole.txt killed.txt && echo 'same output'
}
(measured --quiet) > "$calm/whole.txt"
(interrupted_measure) > "$work/interrupt-exhaustive.log" 2>&1
got=$?
missing=$(missing_text 'interrupted in pass 1 of 2 .* kept in gcim-approx-[0-9a-f]{16}.state: the same command goes on
interrupted in pass 2 of 2
going on from gcim-approx-
same output' "$work/interrupt-exhaustive.log")
if [ $got = 0 ] && [ -z "$missing" ]; then
  record ok interrupt-exhaustive 0 0 'interrupted in both passes, same output'
else
  complain interrupt-exhaustive 0 $got "ended with $got${missing:+, does not say '$missing'}" \
    "kill -INT of gcim approx metrics '$apx_line', again and again"
fi
(killed_measure) > "$work/interrupt-killed.log" 2>&1
got=$?
missing=$(missing_text 'going on from kept.state
same output' "$work/interrupt-killed.log")
if [ $got = 0 ] && [ -z "$missing" ]; then
  record ok interrupt-killed 0 0 'killed, same output'
else
  complain interrupt-killed 0 $got "ended with $got${missing:+, does not say '$missing'}" \
    "kill -KILL of gcim approx metrics '$apx_line' --state kept.state"
fi
rm -f "$calm"/*.txt
