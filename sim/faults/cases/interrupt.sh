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
