# IKM and NRR with services as strata and finite populations, complete and with blanks, with and without a service of one respondent; of all
# users (weighted); and of groups as domains, under strata and under simple random sampling.
# Run in this folder: Rscript strata.R > strata.txt
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust")
show <- function(name, value) cat(sprintf("%s %.15g\n", name, value))

cat("#", R.version.string, "\n")
cat("# survey", as.character(packageVersion("survey")), "\n")

unsur <- paste0("U", 1:9)
x <- paste0("x", 1:9)
a <- paste0("a", 1:9)
terms <- str2lang(paste0("25 / 9 * (", paste0(x, " / ", a, collapse = " + "), ")"))
users <- c("Izin usaha" = 400, "KTP" = 60, "Surat pindah" = 35, "Izin trayek" = 7)

show_pair <- function(name, value, error) {
  show(name, value)
  show(paste0(name, ".std_error"), error)
}

# A blank is 0 in the sum (x) and 0 in the count (a): the IKM is svycontrast of the totals.
show_index <- function(name, design) {
  index <- svycontrast(svytotal(reformulate(c(x, a)), design), terms)
  show_pair(name, coef(index), SE(index))
}

show_groups <- function(name, design, field) {
  for (group in sort(unique(design$variables[[field]]))) {
    part <- design[design$variables[[field]] == group, ]
    if (nrow(part$variables) > 1) {
      label <- paste0(name, ".", gsub(" ", "_", group))
      show(paste0(label, ".n"), nrow(part$variables))
      show(paste0(label, ".df"), degf(part))
      show_index(label, part)
    }
  }
}

for (answered in c("complete", "blanks")) {
  for (case in c("plain", "singleton")) {
    rows <- read.csv(paste0("strata_", answered, ".csv"))
    if (case == "plain") rows <- rows[rows$layanan != "Izin trayek", ]
    rows$N <- users[rows$layanan]
    rows[a] <- ifelse(is.na(rows[unsur]), 0, 1)
    rows[x] <- ifelse(is.na(rows[unsur]), 0, as.matrix(rows[unsur]))
    rows$ikm <- 25 * rowMeans(rows[unsur])
    name <- paste0(answered, ".", case)
    design <- svydesign(ids = ~1, strata = ~layanan, weights = ~1, fpc = ~N, data = rows)
    weighted <- svydesign(ids = ~1, strata = ~layanan, fpc = ~N, data = rows)
    simple <- svydesign(ids = ~1, weights = ~1, data = rows)

    show(paste0(name, ".n"), nrow(rows))
    show(paste0(name, ".df"), degf(design))
    show_index(paste0(name, ".ikm"), design)
    show_index(paste0(name, ".weighted"), weighted)
    for (i in 1:9) {
      nrr <- svyratio(reformulate(x[i]), reformulate(a[i]), design)
      show_pair(paste0(name, ".", unsur[i]), coef(nrr), SE(nrr))
    }
    show_groups(paste0(name, ".strata"), design, "layanan")
    show_groups(paste0(name, ".strata"), design, "jenis_kelamin")
    show_groups(paste0(name, ".simple"), simple, "layanan")

    # Complete answers: the same by svymean and svyby.
    if (answered == "complete") {
      mean <- svymean(~ikm, design)
      show_pair(paste0(name, ".svymean"), coef(mean), SE(mean))
      mean <- svymean(~ikm, weighted)
      show_pair(paste0(name, ".svymean.weighted"), coef(mean), SE(mean))
      for (field in c("layanan", "jenis_kelamin")) {
        for (which in c("strata", "simple")) {
          by <- svyby(~ikm, reformulate(field), list(strata = design, simple = simple)[[which]], svymean)
          for (row in seq_len(nrow(by))) {
            if (by[row, field] != "Izin trayek") {
              show_pair(paste0(name, ".svyby.", which, ".", gsub(" ", "_", by[row, field])), by[row, "ikm"], by[row, "se"])
            }
          }
        }
      }
    }
  }
}
