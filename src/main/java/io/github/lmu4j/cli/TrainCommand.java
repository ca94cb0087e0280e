package io.github.lmu4j.cli;

import picocli.CommandLine.Command;

/** Trains one of the models of the papers. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Train one of the models of the papers.",
    subcommands = {TrainPsMnistCommand.class, TrainMackeyGlassCommand.class})
final class TrainCommand {}
