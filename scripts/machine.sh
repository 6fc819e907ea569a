#!/usr/bin/env bash
# What reports say about the machine they were made on: the variable MACHINE, or what the system says.
set -euo pipefail
model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
memory=$(awk '/MemTotal/ { printf "%.0f", $2 / 1024 / 1024 }' /proc/meminfo)
echo "${MACHINE:-$(nproc)-core x86-64 virtual machine ($model), $memory GB}"
