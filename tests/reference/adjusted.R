# Slope of respondents' scores on year, without and with the service held constant, standard errors clustered on batches of four forms:
# blanks.csv is the year 2019, strata_blanks.csv 2020. Sandwich by hand, factor G/(G-1) (n-1)/(n-k), t with G-1 degrees of freedom.
# Run in this folder: Rscript adjusted.R > adjusted.txt
show <- function(name, value) cat(sprintf("%s %.15g\n", name, value))

cat("#", R.version.string, "\n")

unsur <- paste0("U", 1:9)
read <- function(file, year) {
  rows <- read.csv(file)
  data.frame(
    score = 25 * rowMeans(rows[unsur], na.rm = TRUE), year = year, layanan = rows$layanan,
    batch = paste(year, (seq_len(nrow(rows)) - 1) %/% 4)
  )
}
data <- rbind(read("blanks.csv", 2019), read("strata_blanks.csv", 2020))
data$year <- data$year - mean(data$year) # crossprod of raw years would lose eight digits

clustered <- function(name, formula) {
  fit <- lm(formula, data)
  x <- model.matrix(fit)
  bread <- solve(crossprod(x))
  scores <- rowsum(x * residuals(fit), data$batch)
  g <- nrow(scores)
  n <- nrow(x)
  v <- bread %*% crossprod(scores) %*% bread * g / (g - 1) * (n - 1) / (n - ncol(x))
  b <- coef(fit)[["year"]]
  se <- sqrt(v["year", "year"])
  show(paste0(name, ".estimate"), b)
  show(paste0(name, ".std_error"), se)
  show(paste0(name, ".p_value"), 2 * pt(-abs(b / se), g - 1))
  show(paste0(name, ".ci_low"), b - qt(0.975, g - 1) * se)
  show(paste0(name, ".clusters"), g)
}
clustered("plain", score ~ year)
clustered("adjusted", score ~ year + layanan)
