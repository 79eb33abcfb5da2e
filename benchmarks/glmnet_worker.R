# Solves problems with glmnet; see Worker in peers.py for the protocol.
suppressMessages(library(glmnet))
arguments <- commandArgs(trailingOnly = TRUE) # a family, if it is not gaussian, and the folder
folder <- tail(arguments, 1)
family <- if (length(arguments) > 1) arguments[1] else "gaussian"
glmnet.control(fdev = 0, devmax = 1) # or it ends where the fit is nearly perfect
input <- file("stdin", "r")
read <- function(name, count) readBin(file.path(folder, name), "double", count)
while (length(line <- readLines(input, n = 1)) > 0) {
  words <- strsplit(line, " ")[[1]]
  if (words[1] == "load") {
    n <- as.integer(words[2])
    p <- as.integer(words[3])
    ratio <- as.double(words[4])
    X <- matrix(read("X", n * p), n, p)
    y <- read("y", n)
    lams <- read("lams", file.size(file.path(folder, "lams")) / 8)
    cat("done 0\n")
  } else if (words[1] == "version") {
    cat("done", as.character(packageVersion("glmnet")), "\n")
  } else {
    # y has variance 1, so glmnet's scaling of y does not change the L2 part
    solve <- function() glmnet(X, y, family = family, alpha = ratio, lambda = lams,
                               standardize = FALSE, intercept = FALSE, thresh = as.double(words[2]), maxit = 1e9)
    repeats <- if (n * p < 1e5) 5 else 1 # the clock counts milliseconds
    time <- system.time(for (i in seq_len(repeats)) fit <- solve())
    weights <- matrix(0, p, length(lams))
    weights[, seq_len(ncol(fit$beta))] <- as.matrix(fit$beta)
    writeBin(as.vector(weights), file.path(folder, "W"))
    cat("done", sum(time[1:2]) / repeats, "\n")
  }
  flush(stdout())
}
