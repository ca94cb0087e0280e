package io.github.lmu4j.cli;

import picocli.CommandLine.Command;

/** Simulates a network of neurons. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = "Simulate a network of neurons.",
    subcommands = SimulateDelayCommand.class)
final class SimulateCommand {}
