# DEPS=skip where a tool is missing: it is named, nothing is installed, nothing is run.
without() { # a PATH with everything but the command $1
  path=$work/path-without-$1
  rm -rf "$path"
  mkdir -p "$path"
  for folder in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do
    for command in "$folder"/*; do
      name=${command##*/}
      [ "$name" = "$1" ] || [ -e "$path/$name" ] || ln -s "$command" "$path/$name"
    done
  done
  echo "$path"
}
path=$(without verilator)
fault cosim-without-verilator red 'missing Debian packages:.*verilator
DEPS=skip: nothing was installed' env PATH="$path" DEPS=skip make cosim
fault test-without-verilator red 'missing Debian packages:.*verilator' \
  env PATH="$path" DEPS=skip make test
fault lint-without-python red 'python' env PATH="$(without python3)" DEPS=skip make lint
