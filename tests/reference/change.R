# Win probability of strata_blanks.csv (after) over blanks.csv (before) on the mean answer, by service with weights n1 n0/(n1 + n0), variance
# from placements; in each service and without strata the same as the statistic of wilcox.test; and Holm's p-values.
# Run in this folder: Rscript change.R > change.txt
show <- function(name, value) cat(sprintf("%s %.15g\n", name, value))

cat("#", R.version.string, "\n")

unsur <- paste0("U", 1:9)
read <- function(file) {
  rows <- read.csv(file)
  data.frame(layanan = rows$layanan, score = rowMeans(rows[unsur], na.rm = TRUE))
}
before <- read("blanks.csv")
after <- read("strata_blanks.csv")

placement <- function(one, others) mean(one > others) + mean(one == others) / 2

win <- function(name, y1, y0) {
  after_over_before <- sapply(y1, placement, others = y0)
  before_over_after <- sapply(y0, placement, others = y1)
  found <- list(
    p = mean(after_over_before),
    variance = var(after_over_before) / length(y1) + var(before_over_after) / length(y0),
    weight = length(y1) * length(y0) / (length(y1) + length(y0))
  )
  w <- wilcox.test(y1, y0, exact = FALSE)$statistic
  show(paste0(name, ".p"), found$p)
  show(paste0(name, ".std_error"), sqrt(found$variance))
  show(paste0(name, ".wilcox"), w / (length(y1) * length(y0)))
  found
}

invisible(win("all", after$score, before$score))
services <- intersect(unique(before$layanan), unique(after$layanan))
parts <- lapply(sort(services), function(g) win(gsub(" ", "_", g), after$score[after$layanan == g], before$score[before$layanan == g]))
weights <- sapply(parts, function(part) part$weight)
p <- sum(weights * sapply(parts, function(part) part$p)) / sum(weights)
error <- sqrt(sum(weights^2 * sapply(parts, function(part) part$variance))) / sum(weights)
show("win.p", p)
show("win.std_error", error)
show("win.ci_low", p - qnorm(0.975) * error)
show("win.ci_high", p + qnorm(0.975) * error)

holm <- list(
  spread = c(0.01, 0.04, 0.03, 0.005),
  ties = c(0.02, 0.02, 0.5, 0.02, 0.9),
  gaps = c(0.011, NA, 0.2, 1e-9, NA, 0.0501),
  one = 0.04,
  large = c(0.6, 0.7, 0.8)
)
for (name in names(holm)) {
  adjusted <- p.adjust(holm[[name]], "holm")
  for (place in seq_along(adjusted)) if (!is.na(adjusted[place])) show(paste0("holm.", name, ".", place), adjusted[place])
}
