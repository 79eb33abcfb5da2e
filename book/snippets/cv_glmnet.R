suppressMessages(library(glmnet))

data <- read.csv("cash_flow.csv")
X <- scale(as.matrix(data[, -ncol(data)]))
y <- data[, ncol(data)]
fold <- rep(1:5, length.out = length(y))

own <- cv.glmnet(X, y, foldid = fold, thresh = 1e-14)
exact <- cv.glmnet(X, y, foldid = fold, thresh = 1e-14, lambda = own$lambda)
apart <- which.max(abs(own$cvm / exact$cvm - 1))
cat(sprintf("lambda %.3f: %.4f, and with lambda given %.4f\n",
            own$lambda[apart], own$cvm[apart], exact$cvm[apart]))
