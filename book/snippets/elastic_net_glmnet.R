suppressMessages(library(glmnet))

lam1 <- 0.25
lam2 <- 0.1

data <- as.matrix(read.csv("cash_flow.csv"))
X <- data[, -ncol(data)]
y <- data[, ncol(data)]
sd_n <- function(v) sqrt(mean((v - mean(v))^2))  # R's sd() divides by n - 1
X <- scale(X, scale = apply(X, 2, sd_n))

# glmnet divides y by its standard deviation, which divides its L2 part once more
lambda <- lam1 + 2 * sd_n(y) * lam2
model <- glmnet(X, y, alpha = lam1 / lambda, lambda = lambda,
                standardize = FALSE, thresh = 1e-20)

coef <- as.vector(coef(model))[-1]
writeLines(paste("coefficients:", paste(sprintf("%.3f", coef), collapse = " ")))
writeLines(paste("exactly zero:", sum(coef == 0)))
