# Reads what Escalade writes into tidy data frames. Base R alone.
#
#   source("scenarios/r/escalade.R")
#   run <- read_escalade("runs/01_alk_alectinib_escalation")
#   names(run)                                      # replicates, mechanisms, lineages, ...
#   table(run$replicates$outcome)
#   attr(run$replicates, "columns")                 # type, unit and meaning of every column
#
# The folder may be that of a run, a comparison, a sweep, a tornado or a diagnosis: its data dictionary columns.csv says
# what the tables are. Days count from seeding, shares run from 0 to 1, doses are nM; empty cells are NA. Counts of cells
# exceed R's integers and are therefore numeric (exact to 2^53); numbers have the bits of the file.

read_escalade <- function(folder) {
  dictionary <- utils::read.csv(file.path(folder, "columns.csv"), colClasses = "character", encoding = "UTF-8")
  tables <- setdiff(unique(dictionary$table), "columns.csv")
  frames <- lapply(tables, function(name) read_escalade_table(folder, dictionary[dictionary$table == name, ]))
  names(frames) <- sub("[.]csv$", "", tables)
  frames$columns <- dictionary
  frames
}

# One table; `columns` are its rows of the data dictionary.
read_escalade_table <- function(folder, columns) {
  kinds <- c(text = "character", flag = "logical", integer = "numeric", number = "numeric")
  frame <- utils::read.csv(
    file.path(folder, columns$table[1]),
    colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8"
  )
  stopifnot(identical(names(frame), columns$column))
  for (i in seq_along(frame)) {
    frame[[i]] <- switch(kinds[[columns$type[i]]],
      logical = frame[[i]] == "1",
      numeric = as.numeric(frame[[i]]),
      frame[[i]]
    )
  }
  attr(frame, "columns") <- columns[, c("column", "type", "unit", "meaning", "missing")]
  frame
}

# One frame per flask and event, as package survival reads it: time in days from seeding, status a factor whose first
# level is censoring (the end of the experiment), so that Surv(time, status) has extinction and giving up compete. Wells into
# which no cell was seeded are left out.
#
#   library(survival)
#   flasks <- escalade_survival(run, group = "ladder")
#   fit <- survfit(Surv(time, status) ~ group, data = flasks)
#   summary(fit, times = 200)$pstate
escalade_survival <- function(run, group = "flasks") {
  outcomes <- c("time_over", "resistant", "extinct", "given_up")
  seeded <- run$replicates[run$replicates$outcome != "empty", ]
  data.frame(
    replicate = seeded$replicate,
    time = seeded$outcome_day,
    status = factor(seeded$outcome, levels = outcomes, labels = c("censored", outcomes[-1])),
    group = group
  )
}
